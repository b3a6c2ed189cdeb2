using System.Text.Json;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Trainers;

/// <summary>Runs a trainer's loop as a worker would that steers it.</summary>
internal sealed class SteeredRun
{
    private readonly List<JobCommand> _commands = [];

    public required ITrainer Trainer { get; init; }

    public required Dataset Dataset { get; init; }

    public object? Given { get; init; }

    public int Epochs { get; init; } = 3;

    /// <summary>The commands that wait for the loop.</summary>
    public IReadOnlyList<JobCommand> Commands => _commands;

    /// <summary>Adds a command that the loop finds waiting.</summary>
    public SteeredRun With(string action, string? arguments = null)
    {
        var known = CommandActions.Parse(action)!.Value;
        JsonElement? json = arguments is null ? null : JsonDocument.Parse(arguments).RootElement;
        _commands.Add(new JobCommand($"c{_commands.Count + 1}", default, known, "a test", DateTimeOffset.UnixEpoch, CommandJson.ReadArguments(known, json)));
        return this;
    }

    /// <summary>Runs until the loop ends.</summary>
    /// <param name="stopAfter">Ends it there, as a worker does that shuts down, with a checkpoint; null for not.</param>
    /// <param name="steering">What was changed before; null for nothing.</param>
    /// <param name="waiting">What waits; null for all commands.</param>
    /// <param name="resume">Where to go on from.</param>
    /// <param name="afterStep">Told of each step, with the control point.</param>
    public Recorder Run(
        long? stopAfter = null, JobSteering? steering = null, IEnumerable<JobCommand>? waiting = null, byte[]? resume = null, Action<long, ControlPoint>? afterStep = null)
    {
        using var control = new ControlPoint((_, _) => { });
        var recorder = new Recorder
        {
            AfterStep = step =>
            {
                afterStep?.Invoke(step, control);
                if (step == stopAfter)
                    control.Interrupt();
            },
        };
        var loop = new LoopSteering(
            steering ?? JobSteering.None, waiting ?? _commands, EditableHyperparameters.Of(Trainer.Description), control, new StandingClock());
        var checkpoint = resume is null ? null : Checkpoint.Decode(resume);
        while (true)
        {
            var context = new TrainingContext(
                new TrainingRequest(Dataset, Runs.Values(Trainer, Given), Epochs, Seed: 1, Threads: 2, checkpoint) { Steering = loop }, recorder, control);
            try
            {
                Trainer.Train(context);
                return recorder;
            }
            catch (RollbackException back)
            {
                checkpoint = Checkpoint.Decode(back.State.Content);
            }
            catch (OperationCanceledException)
            {
                Assert.True(control.StoppedBetweenBatches);
                context.SaveCheckpoint(CheckpointReason.Manual);
                return recorder;
            }
        }
    }

    // Keeping a state costs no time, so that there is one every so many steps however busy the machine is.
    private sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
