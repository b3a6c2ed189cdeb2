using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Execution.Children;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>Decides where a job's loop runs: in a process of its own where it can be, else in this one.</summary>
internal sealed class LoopFactory(
    TrainerCatalog trainers, DatasetCatalog datasets, DatasetsOptions datasetOptions, IOptions<ExecutionOptions> options, TimeProvider time)
{
    private readonly ChildProgram? _program = options.Value.ChildProcess ? ChildProgram.Find(options.Value.PassEnvironment) : null;

    /// <summary>A loop for a job, not begun yet.</summary>
    public ILoop Create(Job job)
    {
        var trainer = trainers.FindPatiently(job.Spec.Trainer);
        return _program is not null && trainer is not null && TrainerSource.Of(trainer) is { } source
            ? new ChildLoop(_program, source, datasetOptions, options.Value, time)
            : new InProcessLoop(trainer, datasets, time);
    }
}
