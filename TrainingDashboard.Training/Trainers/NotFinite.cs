namespace TrainingDashboard.Training.Trainers;

/// <summary>The hyperparameter that says what a loop does with a batch whose loss or gradient is NaN or infinite.</summary>
public static class NotFinite
{
    /// <summary>Its name.</summary>
    public const string Name = "onNaN";

    /// <summary>The job pauses; the batch is not learnt from.</summary>
    public const string Pause = "pause";

    /// <summary>The job stops; the batch is not learnt from.</summary>
    public const string Stop = "stop";

    /// <summary>The loop goes on, and learns from it.</summary>
    public const string Ignore = "ignore";

    /// <summary>What a trainer declares to have it.</summary>
    public static Hyperparameter Declaration { get; } = new ChoiceHyperparameter(
        Name,
        "On NaN",
        "What happens when a loss or gradient is NaN or infinite: the job pauses or stops before the weights take harm, or goes on.",
        Pause,
        [Pause, Stop, Ignore])
    {
        Group = "Safety",
        Editable = Editable.Now,
    };
}
