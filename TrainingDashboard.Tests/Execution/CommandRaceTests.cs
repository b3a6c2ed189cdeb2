using TrainingDashboard.Tests.Jobs;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Execution;

public sealed class CommandRaceTests
{
    [Fact]
    public void Stop_SeenByTheLoopAtOnce_FindsStoppingCancelled()
    {
        // The loop spins at its control point, so that it often takes the command before Post has returned.
        for (var round = 0; round < 100; round++)
        {
            using var control = new ControlPoint((_, _) => { });
            var cancelled = false;
            var loop = new Thread(() =>
            {
                try
                {
                    while (true)
                        control.Pass(0);
                }
                catch (OperationCanceledException)
                {
                    cancelled = control.Stopping.IsCancellationRequested;
                }
            });
            loop.Start();
            control.Post(Command(CommandAction.Stop));
            Assert.True(loop.Join(TimeSpan.FromSeconds(30)));
            Assert.True(cancelled);
        }
    }

    [Fact]
    public void Command_ForAJobThatHasJustEnded_IsNotDelivered()
    {
        var running = new RunningJobs();
        var control = new ControlPoint((_, _) => { });
        var command = Command(CommandAction.Stop);
        using var held = running.Hold(command.Job, control);

        control.Dispose();

        Assert.False(running.TryPost(command));
    }

    [Theory]
    [InlineData(JobStatus.Paused, DesiredState.Pause, CommandAction.Pause, "The job is already paused.")]
    [InlineData(JobStatus.Paused, DesiredState.Run, CommandAction.Pause, null)]
    [InlineData(JobStatus.Paused, DesiredState.Run, CommandAction.Resume, "The job is already about to go on.")]
    [InlineData(JobStatus.Running, DesiredState.Pause, CommandAction.Pause, "The job is already about to pause.")]
    [InlineData(JobStatus.Running, DesiredState.Pause, CommandAction.Resume, null)]
    [InlineData(JobStatus.Stopping, DesiredState.Stop, CommandAction.Pause, "Only a running job can be paused; this one is stopping.")]
    [InlineData(JobStatus.Stopping, DesiredState.Stop, CommandAction.Stop, "The job is already stopping.")]
    [InlineData(JobStatus.Running, DesiredState.Park, CommandAction.Park, "The job is already about to be parked.")]
    [InlineData(JobStatus.Running, DesiredState.Park, CommandAction.Pause, "The job is about to be parked.")]
    [InlineData(JobStatus.Running, DesiredState.Park, CommandAction.Checkpoint, "The job is about to be parked, with a checkpoint.")]
    [InlineData(JobStatus.Running, DesiredState.Park, CommandAction.Resume, "The job is about to be parked; it can be resumed once it is.")]
    [InlineData(JobStatus.Paused, DesiredState.Park, CommandAction.Resume, "The job is about to be parked; it can be resumed once it is.")]
    [InlineData(JobStatus.Running, DesiredState.Park, CommandAction.Stop, null)]
    [InlineData(JobStatus.Running, DesiredState.Pause, CommandAction.Park, null)]
    [InlineData(JobStatus.Paused, DesiredState.Pause, CommandAction.Park, null)]
    [InlineData(JobStatus.Parked, DesiredState.Park, CommandAction.Park, "The job is already parked.")]
    [InlineData(JobStatus.Parked, DesiredState.Park, CommandAction.Pause, "Only a running job can be paused; this one is parked.")]
    [InlineData(JobStatus.Parked, DesiredState.Park, CommandAction.Resume, null)]
    [InlineData(JobStatus.Parked, DesiredState.Park, CommandAction.Stop, null)]
    [InlineData(JobStatus.Stopping, DesiredState.Stop, CommandAction.Park, "Only a running or paused job can be parked; this one is stopping.")]
    [InlineData(JobStatus.Queued, DesiredState.Run, CommandAction.Park, "Only a running or paused job can be parked; this one is queued.")]
    [InlineData(JobStatus.Queued, DesiredState.Run, CommandAction.Checkpoint, "Only of a running or paused job can a checkpoint be made; this one is queued.")]
    public void Command_WhileAnotherIsOnItsWay_IsJudgedByWhatWillBe(JobStatus status, DesiredState desired, CommandAction action, string? refusal)
        => Assert.Equal(refusal, CommandRules.Refusal(A.Job with { Status = status, Desired = desired }, action));

    private static JobCommand Command(CommandAction action)
        => new("c", JobId.Create(DateTimeOffset.UnixEpoch), action, "a test", DateTimeOffset.UnixEpoch);
}
