namespace TrainingDashboard.Training.Checkpoints;

/// <summary>
/// Which checkpoints stay: the pinned ones, the best by validation loss, the last few, as many of those somebody asked
/// for, however many were made by the clock since, and as many of what was abandoned by a rewind.
/// </summary>
internal static class CheckpointRetention
{
    /// <param name="all">A job's checkpoints as the index lists them.</param>
    /// <param name="last">How many of the latest stay, at least 1.</param>
    /// <returns>Those that go.</returns>
    public static IReadOnlyList<CheckpointInfo> Superfluous(IReadOnlyList<CheckpointInfo> all, int last)
    {
        var stay = Last(c => !c.Abandoned).Concat(Last(c => c.Abandoned)).Concat(Last(c => !c.Abandoned && c.Reason == CheckpointReason.Manual)).ToHashSet();
        return [.. all.Where(c => !c.Pinned && !c.Best && !stay.Contains(c))];

        IEnumerable<CheckpointInfo> Last(Func<CheckpointInfo, bool> of) => all.Where(of).Take(last);
    }

    /// <summary>The same list with the best one marked: the lowest validation loss, of equals the first reached.</summary>
    public static IReadOnlyList<CheckpointInfo> Marked(IReadOnlyList<CheckpointInfo> all)
    {
        var best = all.Where(c => !c.Abandoned && !c.Missing && c.ValidationLoss is { } loss && !double.IsNaN(loss))
            .OrderBy(c => c.ValidationLoss).ThenBy(c => c.Step).FirstOrDefault();
        return best is null ? all : [.. all.Select(c => c == best ? c with { Best = true } : c)];
    }
}
