using System.Numerics.Tensors;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Matrices;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>
/// A convolution with stride 1 that keeps height and width (zeros around the edge), as one matrix product for each
/// sample: filters (F × C·K·K) times <see cref="PatchGrid"/>. Parameters: the filters, then a bias for each.
/// </summary>
/// <param name="shape">One input sample: C × H × W.</param>
/// <param name="filters">Channels given.</param>
/// <param name="kernel">Height and width of a filter; odd.</param>
internal sealed class ConvolutionLayer(SampleShape shape, int filters, int kernel)
    : Layer(shape.Size, filters * shape.Height * shape.Width, filters * ((shape.Channels * kernel * kernel) + 1))
{
    private readonly PatchGrid _grid = new(shape, kernel);
    private readonly float[] _wide = new float[filters * PatchGrid.PositionsOf(shape, kernel)];

    /// <inheritdoc/>
    public override string Name => "convolution";

    /// <inheritdoc/>
    public override long WorkPerSample => (long)filters * _grid.PatchSize * shape.Height * shape.Width;

    private int WeightCount => filters * _grid.PatchSize;

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters, RandomSource random)
    {
        var deviation = Math.Sqrt(2.0 / _grid.PatchSize);
        foreach (ref var weight in parameters[..WeightCount])
            weight = (float)(deviation * random.NextGaussian());
        parameters[WeightCount..].Clear();
    }

    /// <inheritdoc/>
    public override void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> output, RandomSource? noise)
    {
        for (; !input.IsEmpty; input = input[Inputs..], output = output[Outputs..])
        {
            var patches = _grid.Gather(input[..Inputs]);
            MatrixProduct.Multiply(
                filters, _grid.Positions, _grid.PatchSize, parameters, false, patches, false, _wide, add: false);
            for (var f = 0; f < filters; f++)
            {
                for (var y = 0; y < shape.Height; y++)
                {
                    var from = _wide.AsSpan((f * _grid.Positions) + (y * _grid.RowLength), shape.Width);
                    TensorPrimitives.Add(
                        from, parameters[WeightCount + f], output[(((f * shape.Height) + y) * shape.Width)..]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> parameters, BackwardPass pass, Span<float> parameterGradient)
    {
        var bias = parameterGradient[WeightCount..];
        bias.Clear();
        for (var sample = 0; sample * Inputs < pass.Input.Length; sample++)
        {
            SpreadOutputGradient(pass.OutputGradient.Slice(sample * Outputs, Outputs), bias);

            // dW += dY·patchesᵀ
            var patches = _grid.Gather(pass.Input.Slice(sample * Inputs, Inputs));
            MatrixProduct.Multiply(
                filters, _grid.PatchSize, _grid.Positions, _wide, false, patches, true, parameterGradient, add: sample > 0);
            if (pass.InputGradient.IsEmpty)
                continue;

            // dpatches = Wᵀ·dY, and each pixel collects from all patches it is in
            MatrixProduct.Multiply(
                _grid.PatchSize, _grid.Positions, filters, parameters, true, _wide, false, patches, add: false);
            _grid.Scatter(pass.InputGradient.Slice(sample * Inputs, Inputs));
        }
    }

    /// <summary>Lays the gradient out on the grid, with zeros where the grid is wider than the image.</summary>
    private void SpreadOutputGradient(ReadOnlySpan<float> gradient, Span<float> bias)
    {
        var plane = shape.Height * shape.Width;
        Array.Clear(_wide);
        for (var f = 0; f < filters; f++)
        {
            bias[f] += TensorPrimitives.Sum(gradient.Slice(f * plane, plane));
            for (var y = 0; y < shape.Height; y++)
            {
                gradient.Slice((f * plane) + (y * shape.Width), shape.Width)
                    .CopyTo(_wide.AsSpan((f * _grid.Positions) + (y * _grid.RowLength)));
            }
        }
    }
}
