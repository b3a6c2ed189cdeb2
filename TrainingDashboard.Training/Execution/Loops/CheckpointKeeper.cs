using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Loops;

/// <summary>Decides which of a loop's states become checkpoints, and keeps them. On the loop's thread only.</summary>
/// <param name="clock">When one is due.</param>
/// <param name="keep">Makes one durable, or says what went wrong.</param>
/// <param name="best">
/// The lowest validation loss of which there is a checkpoint, null for none: a lower one is worth a checkpoint. Negative
/// infinity: none is.
/// </param>
internal sealed class CheckpointKeeper(CheckpointClock clock, Func<CheckpointDraft, string?> keep, double? best)
{
    private static readonly TimeSpan s_bestInterval = TimeSpan.FromSeconds(1);
    private double _best = best ?? double.PositiveInfinity;
    private bool _bestDue;
    private CheckpointDraft? _heldBest;
    private (long Step, ValidationReport Report)? _validation;

    /// <summary>Hears of a pass over the validation part.</summary>
    public void Judged(long step, ValidationReport report)
    {
        _validation = (step, report);
        if (report.Loss < _best)
            (_best, _bestDue) = (report.Loss, true);
    }

    /// <summary>Whether the state at this step is to be handed over.</summary>
    public bool IsDue(long step)
    {
        if (_heldBest is not null && clock.Elapsed >= s_bestInterval)
            KeepHeldBest();
        return _bestDue || clock.IsDue(step);
    }

    /// <summary>Takes a state that is due.</summary>
    /// <returns>Whether it is kept, or waits for its turn as the best so far.</returns>
    public bool Take(TrainingPosition position, byte[] content, CheckpointReason why)
    {
        var isBest = _bestDue && why == CheckpointReason.Periodic;
        _bestDue = false;
        var draft = Draft(position, content, isBest ? CheckpointReason.Best : why);
        // Early in a quick job every epoch is the best so far: only the last within a second is worth the disk's time.
        if (isBest && !clock.IsDue(position.Step) && clock.Elapsed < s_bestInterval)
        {
            _heldBest = draft;
            return true;
        }

        // Superseded by a better one; else it goes first.
        if (isBest)
            _heldBest = null;
        return TryKeep(draft) is null;
    }

    /// <summary>Keeps a state whether it is due or not.</summary>
    /// <returns>Null, or what went wrong.</returns>
    public string? TryKeep(TrainingPosition position, byte[] content, CheckpointReason why) => TryKeep(Draft(position, content, why));

    /// <summary>Keeps the best state that still waits for its turn.</summary>
    public void KeepHeldBest()
    {
        if (_heldBest is not { } held)
            return;
        _heldBest = null;
        TryKeep(held);
    }

    private CheckpointDraft Draft(TrainingPosition position, byte[] content, CheckpointReason why)
    {
        var judged = _validation is { } validation && validation.Step == position.Step ? validation.Report : null;
        return new CheckpointDraft(position, content, why, judged?.Loss, judged?.Accuracy);
    }

    private string? TryKeep(CheckpointDraft draft)
    {
        KeepHeldBest();
        clock.Restart(draft.Position.Step);
        return keep(draft);
    }
}
