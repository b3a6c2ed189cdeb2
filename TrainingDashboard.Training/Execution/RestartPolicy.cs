using System.Globalization;

namespace TrainingDashboard.Training.Execution;

/// <summary>
/// How often a job whose process was killed is taken up again by itself: so many times in a row, each after twice the
/// wait of the one before. Getting further than ever before begins a new row.
/// </summary>
/// <param name="limit">Restarts in a row, 0 for none.</param>
internal sealed class RestartPolicy(int limit)
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);
    private int _inARow;
    private long _furthest = -1;

    /// <summary>What to do about a process that was killed.</summary>
    /// <param name="step">Batches completed by then.</param>
    /// <returns>The restart, or null where there were too many.</returns>
    public Restart? Next(long step)
    {
        if (step > _furthest)
            (_furthest, _inARow) = (step, 0);
        if (++_inARow > limit)
            return null;
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_inARow - 1, 10)));
        return new Restart(_inARow, limit, wait < s_longestWait ? wait : s_longestWait);
    }
}

/// <summary>A job is taken up again by itself.</summary>
/// <param name="Number">The how many-th time in a row, 1 for the first.</param>
/// <param name="Limit">How many there may be.</param>
/// <param name="Wait">How long to wait first.</param>
internal sealed record Restart(int Number, int Limit, TimeSpan Wait)
{
    /// <summary>What people read.</summary>
    public string ToSentence()
        => string.Create(CultureInfo.InvariantCulture, $"It is taken up again in {Wait.TotalSeconds:0} s, restart {Number} of {Limit} in a row.");
}
