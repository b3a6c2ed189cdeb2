namespace TrainingDashboard.Training.Trainers.Optimizers;

/// <summary>The hyperparameters that choose and tune an optimizer.</summary>
internal static class OptimizerSettings
{
    private const string Group = "Optimizer";

    /// <summary>What a trainer declares to have them.</summary>
    public static IReadOnlyList<Hyperparameter> Declarations { get; } =
    [
        new ChoiceHyperparameter(
            "optimizer", "Optimizer", "How gradients move the weights.", "adam", ["sgd", "adam", "adamw"])
        { Group = Group },
        new RealHyperparameter(
            "momentum", "Momentum", "Part of the last move that sgd keeps.", 0.9, 0, 0.999)
        { Group = Group, Editable = Editable.Now },
        new ToggleHyperparameter(
            "nesterov", "Nesterov momentum", "Whether sgd looks ahead to where momentum leads.", false)
        { Group = Group },
        new RealHyperparameter(
            "beta1", "Beta 1", "How slowly adam and adamw forget the mean gradient.", 0.9, 0, 0.9999)
        { Group = Group },
        new RealHyperparameter(
            "beta2", "Beta 2", "How slowly adam and adamw forget the mean squared gradient.", 0.999, 0, 0.999999)
        { Group = Group },
        new RealHyperparameter(
            "weightDecay", "Weight decay", "How strongly weights are drawn to zero.", 0, 0, 1)
        { Group = Group, Editable = Editable.Now },
        new RealHyperparameter(
            "gradientClip", "Gradient clip", "Largest Euclidean norm of a step's gradient; 0 leaves it as it is.", 0, 0, 1e6)
        { Group = Group, Editable = Editable.Now },
    ];

    /// <summary>The optimizer that the values describe.</summary>
    /// <param name="values">The job's hyperparameters.</param>
    /// <param name="count">Parameters in the network.</param>
    public static Optimizer Create(HyperparameterValues values, int count)
    {
        var name = values.Choice("optimizer");
        var decay = (float)values.Real("weightDecay");
        return name == "sgd"
            ? new Sgd(count, (float)values.Real("momentum"), values.Toggle("nesterov"), decay)
            : new Adam(count, (float)values.Real("beta1"), (float)values.Real("beta2"), decay, name == "adamw");
    }
}
