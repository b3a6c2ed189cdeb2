namespace TrainingDashboard.Training.Trainers.Schedules;

/// <summary>The hyperparameters that make a learning-rate schedule.</summary>
internal static class ScheduleSettings
{
    private const string Group = "Schedule";

    /// <summary>What a trainer declares to have them.</summary>
    public static IReadOnlyList<Hyperparameter> Declarations { get; } =
    [
        new ChoiceHyperparameter(
            "schedule", "Schedule", "How the learning rate falls after warm-up.", "cosine", ["constant", "cosine", "step"])
        { Group = Group },
        new IntegerHyperparameter(
            "warmupSteps", "Warm-up steps", "Steps in which the learning rate rises from nothing in a straight line.", 0, 0, 1_000_000)
        { Group = Group },
        new IntegerHyperparameter(
            "stepEpochs", "Step every", "Epochs between two falls of the schedule 'step'.", 10, 1, 100_000)
        { Group = Group },
        new RealHyperparameter(
            "stepFactor", "Step factor", "What the schedule 'step' multiplies the learning rate by.", 0.1, 0, 1)
        { Group = Group },
    ];

    /// <summary>
    /// The rate of the batch under way. Where the loop stands in the schedule is counted in epochs, so that another batch
    /// size leaves it there.
    /// </summary>
    public static double RateOf(TrainingContext context)
    {
        var (epochs, batches) = (context.Position.EpochsDone, context.Position.BatchesDone);
        return Create(context.Hyperparameters, context.StepsPerEpoch, context.Epochs).At(((long)epochs * context.StepsPerEpoch) + batches);
    }

    /// <summary>The schedule that the values describe.</summary>
    /// <param name="values">The job's hyperparameters.</param>
    /// <param name="stepsPerEpoch">Mini-batches in an epoch.</param>
    /// <param name="epochs">Epochs in all.</param>
    public static LearningRateSchedule Create(HyperparameterValues values, int stepsPerEpoch, int epochs) => new(
        values.Real("learningRate"),
        Enum.Parse<Decay>(values.Choice("schedule"), ignoreCase: true),
        values.Integer("warmupSteps"),
        (long)stepsPerEpoch * epochs,
        (long)stepsPerEpoch * values.Integer("stepEpochs"),
        values.Real("stepFactor"));
}
