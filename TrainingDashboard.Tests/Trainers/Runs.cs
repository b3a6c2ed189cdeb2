using System.Text.Json;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Trainers;

/// <summary>Runs a trainer's loop as a worker would.</summary>
internal static class Runs
{
    /// <summary>Values out of an anonymous object; what it does not name is at its default.</summary>
    public static HyperparameterValues Values(ITrainer trainer, object? given = null)
        => HyperparameterValues.Resolve(
            trainer.Description.Hyperparameters,
            JsonSerializer.SerializeToElement(given ?? new { }).EnumerateObject().ToDictionary(p => p.Name, p => p.Value));

    /// <summary>Runs until the loop ends; keeps a checkpoint where it was stopped between two batches.</summary>
    public static Recorder Run(
        ITrainer trainer,
        Dataset dataset,
        object? given = null,
        int? epochs = null,
        long seed = 1,
        int threads = 2,
        byte[]? resume = null,
        long? stopAfter = null,
        Recorder? recorder = null)
    {
        using var control = new ControlPoint((_, _) => { });
        recorder ??= new Recorder { AfterStep = step => Interrupt(step == stopAfter, control) };
        var context = new TrainingContext(
            new TrainingRequest(
                dataset,
                Values(trainer, given),
                epochs ?? trainer.Description.DefaultEpochs,
                seed,
                threads,
                resume is null ? null : Checkpoint.Decode(resume)),
            recorder,
            control);
        try
        {
            trainer.Train(context);
        }
        catch (OperationCanceledException)
        {
            Assert.True(control.StoppedBetweenBatches);
            context.SaveCheckpoint(CheckpointReason.Park);
        }

        return recorder;
    }

    private static void Interrupt(bool now, ControlPoint control)
    {
        if (now)
            control.Interrupt();
    }
}
