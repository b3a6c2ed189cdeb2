using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults;

/// <summary>A clock that somebody sets while jobs run.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Clock_ThatJumpsByAnHour_ChangesNothingButTheTimesTold(int hours)
    {
        var clock = new JumpingClock();
        await using var server = await DashboardServer.StartAsync(null, ["--Training:ParkAfterMinutes", "30"], log: null, clock, []);
        var job = await server.StartJobAsync("mlp", epochs: 100_000);
        await server.FollowAsync(job.Id, step: 100);
        clock.Offset = TimeSpan.FromHours(hours);

        // Neither the pause nor the command is an hour old.
        await server.SendAsync(job.Id, CommandAction.Pause);
        var paused = await server.FollowAsync(job.Id, JobStatus.Paused);
        await server.SendAsync(job.Id, CommandAction.Resume);
        await server.FollowAsync(job.Id, e => e is MetricsEvent, paused[^1].Seq);
        clock.Offset = TimeSpan.Zero;
        await server.SendAsync(job.Id, CommandAction.Checkpoint);
        await server.FollowAsync(job.Id, e => e is ReceiptEvent { Action: CommandAction.Checkpoint, State: ReceiptState.Durable });
        await server.SendAsync(job.Id, CommandAction.Stop);
        var told = await server.FollowAsync(job.Id);

        Assert.Equal([JobStatus.Running, JobStatus.Paused, JobStatus.Running, JobStatus.Stopping, JobStatus.Cancelled], told.Statuses());
        var steps = told.Points().Select(p => p.Step).ToArray();
        Assert.Equal(Enumerable.Range(1, steps.Length).Select(s => (long)s), steps);
        Assert.Equal(JobStatus.Completed, (await server.FollowAsync((await server.StartJobAsync("mlp", epochs: 1)).Id)).Statuses()[^1]);
    }

    private sealed class JumpingClock : TimeProvider
    {
        private long _offset;

        public TimeSpan Offset
        {
            set => Interlocked.Exchange(ref _offset, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));
    }
}
