using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Training.Trainers.Optimizers;

/// <summary>
/// How a gradient moves parameters. Parameters, gradient and whatever an optimizer remembers are arrays that run
/// parallel, so that threads can each update a range.
/// </summary>
internal abstract class Optimizer : ITrainingState
{
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

    /// <inheritdoc/>
    public abstract void Save(StateWriter writer);

    /// <inheritdoc/>
    public abstract void Load(StateReader reader);
}
