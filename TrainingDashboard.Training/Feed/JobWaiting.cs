using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>What a job waits for that has no slot yet, and its place.</summary>
/// <param name="Position">Its place among those that wait: 1 is next.</param>
/// <param name="Length">How many wait.</param>
/// <param name="Holders">Who has the slots, the oldest first.</param>
public sealed record JobWaiting(int Position, int Length, IReadOnlyList<SlotHolder> Holders)
{
    private const int Named = 3;

    /// <summary>Both as sentences: "Waiting for a slot: #38 is running. You are next."</summary>
    public string Text => $"Waiting for a slot: {HoldersInWords()}. {Place}";

    /// <summary>The place as a sentence: "You are next." or "3rd in the queue."</summary>
    public string Place => Position == 1 ? "You are next." : $"{Ordinal(Position)} in the queue.";

    /// <summary>1st, 2nd, 3rd, 4th, 11th, 21st.</summary>
    internal static string Ordinal(int number) => (number % 10, number % 100) switch
    {
        (1, not 11) => $"{number}st",
        (2, not 12) => $"{number}nd",
        (3, not 13) => $"{number}rd",
        _ => $"{number}th",
    };

    private string HoldersInWords()
    {
        var numbers = Holders.Select(holder => $"#{holder.Number}").ToArray();
        if (numbers.Length > Named)
            return $"{string.Join(", ", numbers.Take(Named))} and {numbers.Length - Named} more hold the slots";
        var doings = Holders.Select(holder => holder.Doing).Distinct().ToArray();
        return numbers.Length > 1 && doings.Length == 1
            ? $"{string.Join(", ", numbers.SkipLast(1))} and {numbers[^1]} are {doings[0]}"
            : string.Join(", ", Holders.Select(holder => $"#{holder.Number} is {holder.Doing}"));
    }
}

/// <summary>A job that has a slot.</summary>
/// <param name="Id">Names the job.</param>
/// <param name="Number">Its number for people.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Doing">What it does with its slot, as after "is": running, paused, being parked, stopping, starting, being restarted.</param>
/// <param name="ParksAt">When it is parked at the latest, if it stays paused; null where it is not paused, or for as long as it likes.</param>
public sealed record SlotHolder(JobId Id, long Number, string Name, JobStatus Status, string Doing, DateTimeOffset? ParksAt);
