using System.Numerics.Tensors;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;
using TrainingDashboard.Training.Trainers.Networks;
using TrainingDashboard.Training.Trainers.Optimizers;
using TrainingDashboard.Training.Trainers.Parallelism;

namespace TrainingDashboard.Training.Trainers.Supervised;

/// <summary>
/// A network whose mini-batches are cut into slices that threads work through side by side, each on its own replica.
/// Slices depend on the mini-batch and the network only, and their sums are taken in order: the result is the same, bit
/// for bit, on any number of threads.
/// </summary>
internal sealed class ParallelNetwork : ISupervisedNetwork, ITrainingState
{
    private const int MostSlices = 8;

    // below this many multiply-adds (some 10 µs) waking a thread costs more than it brings
    private const long LeastSliceWork = 500_000;

    // each slice has a gradient to be summed: below this many multiply-adds for each parameter that is felt
    private const long LeastSliceWorkPerParameter = 96;

    // parameters summed and updated in one go
    private const int Range = 16384;

    private readonly ThreadTeam _team;
    private readonly ILoss _loss;
    private readonly Parameters _parameters;
    private readonly RandomSource _noise;
    private readonly NetworkReplica[] _replicas;
    private readonly List<float[]> _gradients = [];
    private readonly BatchScore[] _scores = new BatchScore[MostSlices];
    private readonly double[] _squares;
    private readonly int _sampleSize;
    private readonly long _workPerSample;

    /// <param name="team">Who works.</param>
    /// <param name="makeLayers">Makes the layers of one replica.</param>
    /// <param name="loss">What outputs are held against.</param>
    /// <param name="seed">The job's seed.</param>
    public ParallelNetwork(ThreadTeam team, Func<Layer[]> makeLayers, ILoss loss, long seed)
    {
        _team = team;
        _loss = loss;
        _noise = new RandomSource(seed, RandomStreams.Noise);
        var layers = makeLayers();
        _parameters = new Parameters(layers, new RandomSource(seed, RandomStreams.Weights));
        _replicas = new NetworkReplica[team.Size];
        for (var i = 0; i < _replicas.Length; i++)
            _replicas[i] = new NetworkReplica(i == 0 ? layers : makeLayers(), _parameters);
        _sampleSize = layers[0].Inputs;
        _workPerSample = layers.Sum(layer => layer.WorkPerSample);
        _squares = new double[(ParameterCount + Range - 1) / Range];
    }

    /// <summary>Parameters in all.</summary>
    public int ParameterCount => _parameters.Values.Length;

    /// <inheritdoc/>
    public IReadOnlyList<ModelLayer> Layers => _parameters.Layers;

    /// <summary>The parameters themselves, for tests.</summary>
    internal float[] Weights => _parameters.Values;

    /// <summary>The mean loss's gradient by each parameter, as <see cref="Learn"/> and <see cref="Clip"/> left it.</summary>
    internal float[] Gradient => _gradients[0];

    /// <summary>Forward and backward: sums the loss over a mini-batch and finds the mean loss's gradient.</summary>
    public BatchScore Learn(TrainingData data, ReadOnlyMemory<int> rows)
    {
        var slices = Slices(rows.Length, 3 * _workPerSample);
        while (_gradients.Count < slices)
            _gradients.Add(new float[ParameterCount]);
        var noiseSeed = (long)_noise.NextUInt64();
        _team.Run(slices, (slice, worker) =>
        {
            var part = Part(rows, slice, slices).Span;
            var replica = _replicas[worker];
            Gather(data, part, replica.Input(part.Length));
            var outputs = replica.Forward(part.Length, new RandomSource(noiseSeed, slice));
            _scores[slice] = _loss.Learn(data, part, outputs, 1f / rows.Length, replica.OutputGradient(part.Length));
            replica.Backward(part.Length, _gradients[slice]);
        });
        SumGradients(slices);

        var score = _scores[0];
        for (var slice = 1; slice < slices; slice++)
            score += _scores[slice];
        return score;
    }

    /// <summary>Shortens the gradient to a norm of <paramref name="limit"/> if it is longer; 0 leaves it as it is.</summary>
    /// <returns>The Euclidean norm before.</returns>
    public double Clip(double limit)
    {
        var norm = Math.Sqrt(_squares.Sum());
        if (limit > 0 && norm > limit)
            TensorPrimitives.Multiply(Gradient, (float)(limit / norm), Gradient);
        return norm;
    }

    /// <summary>Moves the parameters along the gradient.</summary>
    public void Update(Optimizer optimizer, double rate)
    {
        optimizer.BeginStep();
        _team.Run(_squares.Length, (index, _) =>
        {
            var (start, length) = RangeOf(index);
            optimizer.Update(
                start, _parameters.Values.AsSpan(start, length), Gradient.AsSpan(start, length), (float)rate);
        });
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<float> GradientOver(TrainingData data, ReadOnlyMemory<int> rows)
    {
        Learn(data, rows);
        return Gradient;
    }

    /// <inheritdoc/>
    public void Predict(TrainingData data, ReadOnlyMemory<int> rows, Memory<float> outputs)
    {
        var slices = Slices(rows.Length, _workPerSample);
        _team.Run(slices, (slice, worker) =>
        {
            var part = Part(rows, slice, slices).Span;
            var replica = _replicas[worker];
            Gather(data, part, replica.Input(part.Length));
            replica.Forward(part.Length, noise: null).CopyTo(Part(outputs, slice, slices, _loss.Outputs).Span);
        });
    }

    /// <inheritdoc/>
    public void Save(StateWriter writer)
    {
        _parameters.Save(writer);
        _noise.Save(writer.Scope("noise"));
    }

    /// <inheritdoc/>
    public void Load(StateReader reader)
    {
        _parameters.Load(reader);
        _noise.Load(reader.Scope("noise"));
    }

    private int Slices(int samples, long workPerSample)
    {
        var leastWork = Math.Max(LeastSliceWork, LeastSliceWorkPerParameter * ParameterCount);
        return (int)Math.Clamp(samples * workPerSample / leastWork, 1, Math.Min(MostSlices, samples));
    }

    private static (int Start, int End) Bounds(int count, int slice, int slices)
        => ((int)((long)count * slice / slices), (int)((long)count * (slice + 1) / slices));

    private static ReadOnlyMemory<int> Part(ReadOnlyMemory<int> rows, int slice, int slices)
    {
        var (start, end) = Bounds(rows.Length, slice, slices);
        return rows[start..end];
    }

    private static Memory<float> Part(Memory<float> matrix, int slice, int slices, int columns)
    {
        var (start, end) = Bounds(matrix.Length / columns, slice, slices);
        return matrix[(start * columns)..(end * columns)];
    }

    private void Gather(TrainingData data, ReadOnlySpan<int> rows, Span<float> input)
    {
        for (var i = 0; i < rows.Length; i++)
            data.Sample(rows[i]).CopyTo(input[(i * _sampleSize)..]);
    }

    /// <summary>Adds the slices' gradients into the first one, in order, and its squares range by range.</summary>
    private void SumGradients(int slices) => _team.Run(_squares.Length, (index, _) =>
    {
        var (start, length) = RangeOf(index);
        var sum = Gradient.AsSpan(start, length);
        for (var slice = 1; slice < slices; slice++)
            TensorPrimitives.Add(sum, _gradients[slice].AsSpan(start, length), sum);
        _squares[index] = TensorPrimitives.SumOfSquares(sum);
    });

    private (int Start, int Length) RangeOf(int index)
        => (index * Range, Math.Min(Range, ParameterCount - (index * Range)));
}
