namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>
/// One thread's copy of a network: layers with scratch space and activations of its own; the parameters are shared
/// and only read here.
/// </summary>
internal sealed class NetworkReplica
{
    private readonly Layer[] _layers;
    private readonly Parameters _parameters;
    private readonly float[][] _activations;
    private readonly float[][] _activationGradients;

    /// <param name="layers">Layers that no other replica uses.</param>
    /// <param name="parameters">The parameters that all replicas share.</param>
    public NetworkReplica(Layer[] layers, Parameters parameters)
    {
        _layers = layers;
        _parameters = parameters;
        _activations = [.. Enumerable.Repeat(Array.Empty<float>(), layers.Length + 1)];
        _activationGradients = [.. _activations];
    }

    /// <summary>Where the samples to pass forward are put.</summary>
    public Span<float> Input(int samples) => Room(_activations, 0, samples * _layers[0].Inputs);

    /// <summary>Where the loss's gradient by the output is put.</summary>
    public Span<float> OutputGradient(int samples)
        => Room(_activationGradients, _layers.Length, samples * _layers[^1].Outputs);

    /// <summary>Passes what stands in <see cref="Input"/> through all layers.</summary>
    /// <param name="samples">Samples in the input.</param>
    /// <param name="noise">Where random layers draw from; null when judging.</param>
    /// <returns>samples × the last layer's outputs, valid until the next call.</returns>
    public ReadOnlySpan<float> Forward(int samples, RandomSource? noise)
    {
        for (var i = 0; i < _layers.Length; i++)
        {
            var layer = _layers[i];
            layer.Forward(
                _parameters.Of(_parameters.Values, i),
                _activations[i].AsSpan(0, samples * layer.Inputs),
                Room(_activations, i + 1, samples * layer.Outputs),
                noise);
        }

        return _activations[^1].AsSpan(0, samples * _layers[^1].Outputs);
    }

    /// <summary>Takes what stands in <see cref="OutputGradient"/> back through all layers.</summary>
    /// <param name="samples">Samples that went forward last.</param>
    /// <param name="gradient">Set to the loss's gradient by each parameter.</param>
    public void Backward(int samples, float[] gradient)
    {
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            var layer = _layers[i];
            var pass = new BackwardPass
            {
                Input = _activations[i].AsSpan(0, samples * layer.Inputs),
                Output = _activations[i + 1].AsSpan(0, samples * layer.Outputs),
                OutputGradient = _activationGradients[i + 1].AsSpan(0, samples * layer.Outputs),
                InputGradient = i > 0 ? Room(_activationGradients, i, samples * layer.Inputs) : [],
            };
            layer.Backward(_parameters.Of(_parameters.Values, i), pass, _parameters.Of(gradient, i));
        }
    }

    private static Span<float> Room(float[][] arrays, int index, int count)
    {
        if (arrays[index].Length < count)
            arrays[index] = new float[count];
        return arrays[index].AsSpan(0, count);
    }
}
