namespace TrainingDashboard.Training.Feed;

/// <summary>How slots are shared out.</summary>
/// <param name="Slots">Jobs that run at the same time.</param>
/// <param name="ParkAfter">How long a pause by a person keeps its slot; zero for as long as it likes.</param>
public sealed record SlotRules(int Slots, TimeSpan ParkAfter)
{
    /// <summary>As many slots as there are jobs: nobody waits.</summary>
    public static SlotRules Unlimited { get; } = new(int.MaxValue, TimeSpan.Zero);
}
