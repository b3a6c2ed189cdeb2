using System.Text.Json;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Control;

/// <summary>A job's spec with the values that its changes had led to at one place: what a fork from there begins with.</summary>
public static class SteeredSpec
{
    /// <param name="job">The job.</param>
    /// <param name="trainer">Its trainer.</param>
    /// <param name="step">Batches completed at the place.</param>
    /// <param name="epochsDone">Epochs completed there.</param>
    /// <exception cref="InvalidInputException">The trainer is another version than the job was made with.</exception>
    public static JobSpec At(Job job, TrainerDescription trainer, long step, int epochsDone)
    {
        var spec = job.Spec;
        if (job.Steering.Changes.Count == 0)
            return spec;
        var editable = EditableHyperparameters.Of(trainer);
        var live = new LiveHyperparameters(HyperparameterValues.Resolve(trainer.Hyperparameters, spec.Hyperparameters), spec.Epochs, editable);
        live.Take(job.Steering.Changes);
        var values = new Dictionary<string, JsonElement>(spec.Hyperparameters, StringComparer.Ordinal);
        foreach (var hyperparameter in editable.Where(h => h.Name != JobSpec.EpochsName))
            values[hyperparameter.Name] = JsonSerializer.SerializeToElement(live.ValueAt(hyperparameter, step, epochsDone + 1));
        return spec with { Epochs = job.Epochs, Hyperparameters = values };
    }
}
