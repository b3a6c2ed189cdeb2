using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Execution.Children;
using TrainingDashboard.Training.Inspection;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Scratch;

/// <summary>
/// Runs trainers' loops from checkpoints beside any job: nothing of it is kept. One at a time, as it takes the processor
/// from jobs, and in a process of its own where jobs have theirs; so many may wait for their turn.
/// </summary>
public sealed class ScratchRuns
{
    private const int MostWaiting = 16;
    private readonly WorkLine _line = new("looks, proofs and tries of forks", atOnce: 1, MostWaiting);
    private readonly TrainerCatalog _trainers;
    private readonly DatasetCatalog _datasets;
    private readonly ScratchChildren? _children;
    private readonly int _threads;

    /// <param name="trainers">Where trainers are found.</param>
    /// <param name="datasets">Where data are found.</param>
    /// <param name="children">Starts processes for it; null where loops run in this one.</param>
    /// <param name="threads">Threads a loop may keep busy.</param>
    internal ScratchRuns(TrainerCatalog trainers, DatasetCatalog datasets, ScratchChildren? children, int threads)
        => (_trainers, _datasets, _children, _threads) = (trainers, datasets, children, threads);

    /// <summary>How many are under way, and how many wait.</summary>
    public WorkLineState Line => _line.State;

    /// <summary>Runs the loop of a spec.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="lastStep">After this step it ends. None after the checkpoint's: it ends when all is set up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="steering">What was changed of the job while it ran; null for nothing.</param>
    /// <param name="place">Hears the place in the line.</param>
    /// <returns>What the loop said.</returns>
    /// <exception cref="WorkLineFullException">Too many wait already.</exception>
    /// <exception cref="CheckpointException">The checkpoint does not fit what the spec makes.</exception>
    /// <exception cref="DatasetUnavailableException">The data are gone.</exception>
    /// <exception cref="ScratchRunException">The trainer is gone, or broke.</exception>
    internal async Task<ScratchReport> RunAsync(
        JobSpec spec, Checkpoint from, long lastStep, CancellationToken cancellationToken, JobSteering? steering = null, IProgress<int>? place = null)
        => (await RunAsync(new ScratchOrder(spec, steering ?? JobSteering.None, _threads) { LastStep = lastStep }, from, place, cancellationToken)).Report!;

    /// <summary>Sets the loop of a spec up and looks at its model before the first batch.</summary>
    /// <exception cref="ScratchRunException">The trainer is gone, broke, or shows nothing of its model.</exception>
    /// <inheritdoc cref="RunAsync(JobSpec, Checkpoint, long, CancellationToken, JobSteering?, IProgress{int}?)"/>
    internal async Task<Inspection.Inspection> LookAsync(JobSpec spec, Checkpoint from, CancellationToken cancellationToken)
        => (await RunAsync(new ScratchOrder(spec, JobSteering.None, _threads), from, place: null, cancellationToken)).Look!;

    /// <summary>The same, and asks the model of a sample.</summary>
    /// <exception cref="InvalidInputException">The sample is none of the dataset's kind.</exception>
    /// <inheritdoc cref="LookAsync"/>
    internal async Task<Prediction> PredictAsync(JobSpec spec, Checkpoint from, SampleInput sample, CancellationToken cancellationToken)
        => (await RunAsync(new ScratchOrder(spec, JobSteering.None, _threads) { Sample = sample }, from, place: null, cancellationToken)).Prediction!;

    private async Task<ScratchAnswer> RunAsync(ScratchOrder order, Checkpoint from, IProgress<int>? place, CancellationToken cancellationToken)
    {
        var trainer = _trainers.Find(order.Spec.Trainer) ?? throw new ScratchRunException($"The trainer {order.Spec.Trainer} is not in this dashboard.");
        using var turn = await _line.EnterAsync(place, cancellationToken);
        var answer = _children is not null && TrainerSource.Of(trainer) is { } source
            ? await _children.RunAsync(order, from, source, cancellationToken)
            : await ScratchRun.RunAsync(order, from, trainer, _datasets, cancellationToken);
        return answer.Fault is null ? answer : throw answer.Fault.ToException(order.Spec);
    }
}
