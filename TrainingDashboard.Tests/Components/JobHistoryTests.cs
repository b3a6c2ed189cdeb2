using Bunit;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Components.Jobs;

namespace TrainingDashboard.Tests.Components;

public sealed class JobHistoryTests : BunitContext
{
    [Fact]
    public void Take_Events_KeepsMovesAndCheckpointsNewestFirstAndTheLastReceipt()
    {
        var history = new JobHistory();

        history.Take(
        [
            new StatusEvent(1, JobStatus.Running, null, 1) { Seq = 1 },
            new MetricsEvent(2, []) { Seq = 2 },
            new CheckpointEvent(3, Step: 10, Epoch: 1, Bytes: 100) { Seq = 3 },
            new ReceiptEvent(4, "c", CommandAction.Pause, ReceiptState.Applied, "the page", Step: 11, Milliseconds: 2) { Seq = 4 },
        ]);

        Assert.Equal([3L, 1L], history.Events.Select(e => e.Seq));
        Assert.Equal(4, history.Seq);
        Assert.Equal(11, history.LastReceipt!.Step);
    }

    [Fact]
    public void Take_WhatWasTakenBefore_IsNotToldTwice()
    {
        var history = new JobHistory();
        var running = new StatusEvent(1, JobStatus.Running, null, 1) { Seq = 1 };
        var checkpoint = new CheckpointEvent(3, Step: 10, Epoch: 1, Bytes: 100) { Seq = 9 };

        history.Take([running]);
        history.Take([running, checkpoint]);

        Assert.Equal([9L, 1L], history.Events.Select(e => e.Seq));
    }

    [Fact]
    public void Hit_OfAnAttemptThatHasEnded_HasNothingInMemoryToGoBackTo()
    {
        var history = new JobHistory();
        history.Take([new StatusEvent(1, JobStatus.Running, null, 1) { Seq = 1 }, new BreakpointEvent(2, 9, IsGuard: true, "the loss is NaN", BackTo: 5) { Seq = 2 }, new StatusEvent(3, JobStatus.Paused, null, 1) { Seq = 3 }]);
        Assert.Equal(5, history.LastHit!.BackTo);

        history.Take([new StatusEvent(4, JobStatus.Running, null, 2) { Seq = 4 }]);

        Assert.Equal((9L, null), (history.LastHit.Step, history.LastHit.BackTo));
    }

    [Fact]
    public void Timeline_ATakenUpJob_SaysSoInWords()
    {
        var history = new JobHistory();
        history.Take(
        [
            new StatusEvent(1, JobStatus.Running, null, 1) { Seq = 1 },
            new StatusEvent(2, JobStatus.Interrupted, "The dashboard ended while the job ran.", 1) { Seq = 2 },
            new StatusEvent(3, JobStatus.Running, "Taken up again, attempt 2.", 2) { Seq = 3 },
        ]);

        var items = Render<Timeline>(p => p.Add(t => t.History, history)).FindAll("li > span").Select(s => s.TextContent.Trim()).ToArray();

        Assert.StartsWith("Taken up again, attempt 2", items[0], StringComparison.Ordinal);
        Assert.StartsWith("Interrupted", items[1], StringComparison.Ordinal);
        Assert.StartsWith("Started", items[2], StringComparison.Ordinal);
    }
}
