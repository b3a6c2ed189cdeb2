using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>All parameters of a network in one array, layer after layer; each layer's part has a name in checkpoints.</summary>
internal sealed class Parameters : ITrainingState
{
    private readonly IReadOnlyList<Layer> _layers;
    private readonly int[] _starts;

    /// <summary>Draws the parameters that learning begins with.</summary>
    public Parameters(IReadOnlyList<Layer> layers, RandomSource random)
    {
        _layers = layers;
        _starts = new int[layers.Count];
        for (var i = 1; i < layers.Count; i++)
            _starts[i] = checked(_starts[i - 1] + layers[i - 1].ParameterCount);
        Values = new float[checked(_starts[^1] + layers[^1].ParameterCount)];
        for (var i = 0; i < layers.Count; i++)
            layers[i].Initialize(Of(Values, i), random);
    }

    /// <summary>The parameters.</summary>
    public float[] Values { get; }

    /// <summary>The parameters of each layer that has any.</summary>
    public IReadOnlyList<ModelLayer> Layers =>
    [
        .. Enumerable.Range(0, _layers.Count).Where(i => _layers[i].ParameterCount > 0)
            .Select(i => new ModelLayer(NameOf(i), Values.AsMemory(_starts[i], _layers[i].ParameterCount))),
    ];

    /// <summary>One layer's part of the parameters, or of an array that runs parallel to them.</summary>
    public Span<float> Of(float[] parallel, int layer) => parallel.AsSpan(_starts[layer], _layers[layer].ParameterCount);

    /// <inheritdoc/>
    public void Save(StateWriter writer)
    {
        for (var i = 0; i < _layers.Count; i++)
        {
            if (_layers[i].ParameterCount > 0)
                writer.Write<float>(NameOf(i), Of(Values, i));
        }
    }

    /// <inheritdoc/>
    public void Load(StateReader reader)
    {
        var kept = Enumerable.Range(0, _layers.Count).Where(i => _layers[i].ParameterCount > 0).ToArray();
        // Checkpoints of the first version count every layer.
        var isFirst = !Array.TrueForAll(kept, i => reader.Has(NameOf(i))) && Array.TrueForAll(kept, i => reader.Has(FirstNameOf(i)));
        foreach (var i in kept)
            reader.Read(isFirst ? FirstNameOf(i) : NameOf(i), Of(Values, i));
    }

    private string FirstNameOf(int layer) => $"{layer + 1}-{_layers[layer].Name}";

    private string NameOf(int layer) => $"{_layers.Take(layer + 1).Count(l => l.IsNumbered)}-{_layers[layer].Name}";
}
