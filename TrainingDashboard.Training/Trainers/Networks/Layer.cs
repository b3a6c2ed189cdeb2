namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>
/// One step of a network from numbers to numbers, and back from their gradients. Matrices are row-major, one row for
/// each sample. A layer may keep scratch space from <see cref="Forward"/> to <see cref="Backward"/>, so each thread has
/// layers of its own; parameters are the network's and are handed in.
/// </summary>
internal abstract class Layer(int inputs, int outputs, int parameterCount = 0)
{
    /// <summary>Numbers taken for each sample.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Numbers given for each sample.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>Parameters learnt.</summary>
    public int ParameterCount { get; } = parameterCount;

    /// <summary>Multiply-adds in a forward pass for each sample, roughly.</summary>
    public virtual long WorkPerSample => Outputs;

    /// <summary>Whether the layer counts when layers are numbered for a checkpoint.</summary>
    public virtual bool IsNumbered => true;

    /// <summary>What the layer is called in a checkpoint.</summary>
    public abstract string Name { get; }

    /// <summary>Draws the parameters that learning begins with.</summary>
    public virtual void Initialize(Span<float> parameters, RandomSource random)
    {
    }

    /// <summary>Sets <paramref name="output"/>.</summary>
    /// <param name="parameters">The layer's parameters.</param>
    /// <param name="input">samples × <see cref="Inputs"/>.</param>
    /// <param name="output">samples × <see cref="Outputs"/>.</param>
    /// <param name="noise">Where a layer that is random while learning draws from; null when judging.</param>
    public abstract void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> output, RandomSource? noise);

    /// <summary>Sets both gradients; comes after <see cref="Forward"/> with the same samples.</summary>
    /// <param name="parameters">The layer's parameters.</param>
    /// <param name="pass">What went forward and what comes back.</param>
    /// <param name="parameterGradient">As long as the parameters.</param>
    public abstract void Backward(ReadOnlySpan<float> parameters, BackwardPass pass, Span<float> parameterGradient);
}

/// <summary>A layer's matrices on the way back; all have one row for each sample.</summary>
internal readonly ref struct BackwardPass
{
    /// <summary>What the layer was given.</summary>
    public required ReadOnlySpan<float> Input { get; init; }

    /// <summary>What the layer made of it.</summary>
    public required ReadOnlySpan<float> Output { get; init; }

    /// <summary>The loss's gradient by the output.</summary>
    public required ReadOnlySpan<float> OutputGradient { get; init; }

    /// <summary>Where the loss's gradient by the input goes; empty if nobody needs it.</summary>
    public required Span<float> InputGradient { get; init; }
}
