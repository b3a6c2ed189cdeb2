using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Training.Trainers.Optimizers;

/// <summary>
/// How a gradient moves parameters. Parameters, gradient and whatever an optimizer remembers are arrays that run
/// parallel, so that threads can each update a range.
/// </summary>
internal abstract class Optimizer : ITrainingState
{
    /// <summary>How strongly parameters are drawn to zero.</summary>
    public float WeightDecay { get; set; }

    /// <summary>Takes what may have changed since the step before.</summary>
    /// <returns>Itself.</returns>
    public Optimizer With(HyperparameterValues values)
    {
        Take(values);
        return this;
    }

    /// <summary>Called once for each step, before its updates.</summary>
    public virtual void BeginStep()
    {
    }

    /// <summary>Moves the parameters <paramref name="start"/> and following.</summary>
    /// <param name="start">Index of the first parameter in the whole network.</param>
    /// <param name="parameters">The parameters of the range.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="rate">The learning rate of this step.</param>
    public abstract void Update(int start, Span<float> parameters, ReadOnlySpan<float> gradient, float rate);

    /// <summary>Takes the hyperparameters that this optimizer reads at each step.</summary>
    protected virtual void Take(HyperparameterValues values) => WeightDecay = (float)values.Real("weightDecay");

    /// <inheritdoc/>
    public abstract void Save(StateWriter writer);

    /// <inheritdoc/>
    public abstract void Load(StateReader reader);
}
