using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Inspection;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Scratch;

/// <summary>A loop beside any job, in whichever process it runs.</summary>
internal static class ScratchRun
{
    /// <summary>Runs it.</summary>
    /// <param name="order">What to do.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="trainer">Whose loop.</param>
    /// <param name="datasets">Where data are found.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What came of it; faults too.</returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static async Task<ScratchAnswer> RunAsync(
        ScratchOrder order, Checkpoint from, ITrainer trainer, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        using var control = new ControlPoint();
        using var giveUp = cancellationToken.Register(control.Interrupt);
        try
        {
            var sink = new ScratchSink(control.Interrupt, order.LastStep ?? long.MaxValue);
            var spec = order.Spec;
            var request = new TrainingRequest(
                await datasets.LoadAsync(spec.Dataset, cancellationToken),
                HyperparameterValues.Resolve(trainer.Description.Hyperparameters, spec.Hyperparameters),
                // To look there is one more epoch, so that there is a next batch to stand before where the job has had all its own.
                order.LastStep is null ? from.Position.EpochsDone + 1 : spec.Epochs,
                spec.Seed,
                order.Threads,
                from)
            {
                Steering = LoopSteering.Replaying(
                    order.LastStep is null ? JobSteering.None : order.Steering, EditableHyperparameters.Of(trainer.Description), control, TimeProvider.System),
            };
            var context = new TrainingContext(request, sink, control);
            ScratchAnswer? seen = null;
            if (order.LastStep is null)
                LookFirst(control, () => seen = Look(order, context, request.Dataset, from.Position.Step));
            else if (from.Position.Step >= order.LastStep)
                control.Interrupt();
            await Task.Factory.StartNew(
                () => RunToTheEnd(trainer, context, control), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
            return order.LastStep is not null
                ? new ScratchAnswer { Report = sink.ToReport() }
                : seen ?? throw new ScratchRunException($"The trainer {spec.Trainer} shows nothing of its model.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new ScratchAnswer { Fault = ScratchFault.Of(e) };
        }
    }

    // Asked for as a checkpoint would be: between two batches, on the loop's thread.
    private static void LookFirst(ControlPoint control, Action look)
    {
        control.Post(new JobCommand("look", default, CommandAction.Checkpoint, "a look", TimeProvider.System.GetUtcNow()));
        control.Interrupt();
        control.Listen((_, _) => { }, _ =>
        {
            look();
            return true;
        });
    }

    private static ScratchAnswer? Look(ScratchOrder order, TrainingContext context, Dataset dataset, long step)
    {
        if (context.View is not { } view)
            return null;
        try
        {
            return order.Sample is { } sample
                ? new ScratchAnswer { Prediction = ModelInspector.Predict(view, sample) }
                : new ScratchAnswer { Look = ModelInspector.Look(view, dataset, step) };
        }
        catch (Exception e)
        {
            return new ScratchAnswer { Fault = ScratchFault.Of(e) };
        }
    }

    private static void RunToTheEnd(ITrainer trainer, TrainingContext context, ControlPoint control)
    {
        try
        {
            trainer.Train(context);
        }
        catch (OperationCanceledException) when (control.Stopping.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not CheckpointException)
        {
            throw new ScratchRunException($"{e.GetType().Name}: {e.Message}", e);
        }
    }
}

/// <summary>A loop beside any job could not be run: the trainer is gone, broke, or shows nothing of its model.</summary>
public sealed class ScratchRunException(string message, Exception? inner = null) : Exception(message, inner);
