using System.Collections.Concurrent;
using TrainingDashboard.Training.Control;

namespace TrainingDashboard.Tests.Control;

public sealed class ControlPointTests : IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(20);
    private readonly BlockingCollection<(CommandAction Action, long Step)> _applied = [];
    private readonly ControlPoint _control;

    public ControlPointTests() => _control = new ControlPoint((command, step) => _applied.Add((command.Action, step)));

    public void Dispose()
    {
        _control.Dispose();
        _applied.Dispose();
    }

    [Fact]
    public void Pass_WithoutCommands_ReturnsAtOnce()
    {
        _control.Pass(1);
        Assert.Empty(_applied);
        Assert.False(_control.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Pause_UntilResume_HoldsTheLoop()
    {
        Post(CommandAction.Pause);
        var loop = Task.Run(() => _control.Pass(7));
        Assert.Equal((CommandAction.Pause, 7), Next());
        Assert.False(loop.IsCompleted);

        Post(CommandAction.Resume);
        Assert.Equal((CommandAction.Resume, 7), Next());
        await loop.WaitAsync(s_bound);
        _control.Pass(8);
        Assert.True(_control.PausedTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task Stop_WhilePaused_EndsTheLoop()
    {
        Post(CommandAction.Pause);
        var loop = Task.Run(() => _control.Pass(3));
        Assert.Equal((CommandAction.Pause, 3), Next());
        Post(CommandAction.Stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.WaitAsync(s_bound));
        Assert.Equal((CommandAction.Stop, 3), Next());
        Assert.True(_control.StoppedBetweenBatches);
    }

    [Fact]
    public async Task Interrupt_WhilePaused_EndsTheLoopWithoutACommand()
    {
        Post(CommandAction.Pause);
        var loop = Task.Run(() => _control.Pass(3));
        Assert.Equal((CommandAction.Pause, 3), Next());
        _control.Interrupt();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.WaitAsync(s_bound));
        Assert.Empty(_applied);
        Assert.True(_control.StoppedBetweenBatches);
    }

    [Fact]
    public void Stop_BeforeTheLoopPasses_CancelsAtOnceAndThrowsAtThePoint()
    {
        Post(CommandAction.Stop);
        Assert.True(_control.Stopping.IsCancellationRequested);
        Assert.False(_control.StoppedBetweenBatches);
        Assert.Throws<OperationCanceledException>(() => _control.Pass(9));
        Assert.Equal((CommandAction.Stop, 9), Next());
    }

    [Fact]
    public void PauseAndResume_BeforeTheLoopPasses_AreBothAppliedInOrder()
    {
        Post(CommandAction.Pause);
        Post(CommandAction.Resume);
        _control.Pass(2);
        Assert.Equal((CommandAction.Pause, 2), Next());
        Assert.Equal((CommandAction.Resume, 2), Next());
    }

    [Fact]
    public async Task ManyPausesAndResumes_FromAnotherThread_NeverLeaveTheLoopHanging()
    {
        using var done = new CancellationTokenSource();
        var loop = Task.Run(() =>
        {
            for (long step = 0; !done.IsCancellationRequested; step++)
                _control.Pass(step);
        });
        for (var i = 0; i < 200; i++)
        {
            Post(CommandAction.Pause);
            Post(CommandAction.Resume);
        }

        for (var i = 0; i < 400; i++)
            Assert.Equal(i % 2 == 0 ? CommandAction.Pause : CommandAction.Resume, Next().Action);
        await done.CancelAsync();
        await loop.WaitAsync(s_bound);
    }

    private void Post(CommandAction action)
        => _control.Post(new JobCommand(Guid.NewGuid().ToString(), default, action, "test", DateTimeOffset.UnixEpoch));

    private (CommandAction Action, long Step) Next()
        => _applied.TryTake(out var applied, s_bound) ? applied : throw new TimeoutException("No command was applied.");
}
