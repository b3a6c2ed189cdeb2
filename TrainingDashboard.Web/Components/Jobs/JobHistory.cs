using TrainingDashboard.Training.Feed.Events;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>What was done to a job and what became of it, newest first, for its page.</summary>
public sealed class JobHistory
{
    private const int Kept = 200;
    private readonly LinkedList<JobEvent> _events = new();
    private int _attempt;

    /// <summary>The number of the latest event seen.</summary>
    public long Seq { get; private set; }

    /// <summary>Moves, receipts and checkpoints, newest first.</summary>
    public IEnumerable<JobEvent> Events => _events;

    /// <summary>The number of the latest checkpoint's event; 0 before the first.</summary>
    public long CheckpointSeq { get; private set; }

    /// <summary>What became of the last command.</summary>
    public ReceiptEvent? LastReceipt { get; private set; }

    /// <summary>The latest breakpoint that was hit. The status after it says so in words.</summary>
    public BreakpointEvent? LastHit { get; private set; }

    /// <summary>Takes what happened, in order; what is not history is left out, and so is what was taken before.</summary>
    public void Take(IEnumerable<JobEvent> happened)
    {
        foreach (var e in happened.Where(e => e.Seq > Seq))
        {
            Seq = e.Seq;
            if (e is CheckpointEvent)
                CheckpointSeq = e.Seq;
            if (e is ReceiptEvent receipt)
                LastReceipt = receipt;
            if (e is BreakpointEvent hit)
                LastHit = hit;
            // What an attempt had in memory is gone with it.
            if (e is StatusEvent status && status.Attempt != _attempt)
                (_attempt, LastHit) = (status.Attempt, LastHit is null ? null : LastHit with { BackTo = null });
            if (e is StatusEvent or CheckpointEvent or HyperparameterEvent or RollbackEvent)
                _events.AddFirst(e);
            if (_events.Count > Kept)
                _events.RemoveLast();
        }
    }
}
