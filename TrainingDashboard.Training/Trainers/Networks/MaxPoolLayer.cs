using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Training.Trainers.Networks;

/// <summary>
/// The largest of each 2 × 2 pixels; an odd last row or column is left out. The gradient goes to the first of the four
/// (upper left, upper right, lower left, lower right) that is the largest.
/// </summary>
/// <param name="shape">One input sample: C × H × W, H and W at least 2.</param>
internal sealed class MaxPoolLayer(SampleShape shape)
    : Layer(shape.Size, shape.Channels * (shape.Height / 2) * (shape.Width / 2))
{
    private const int Lanes = 4;
    private readonly int _width = shape.Width / 2;

    /// <summary>One output sample.</summary>
    public SampleShape OutputShape { get; } = new(shape.Channels, shape.Height / 2, shape.Width / 2);

    /// <inheritdoc/>
    public override string Name => "maxpool";

    /// <inheritdoc/>
    public override void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> output, RandomSource? noise)
    {
        for (var row = 0; row * _width < output.Length; row++)
        {
            var upper = input.Slice(InputRow(row), shape.Width);
            var lower = input.Slice(InputRow(row) + shape.Width, shape.Width);
            PoolRow(upper, lower, output.Slice(row * _width, _width));
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> parameters, BackwardPass pass, Span<float> parameterGradient)
    {
        if (shape.Width % 2 == 1 || shape.Height % 2 == 1)
            pass.InputGradient.Clear();
        for (var row = 0; row * _width < pass.Output.Length; row++)
        {
            var start = InputRow(row);
            SpreadRow(
                pass.Input.Slice(start, 2 * shape.Width),
                pass.Output.Slice(row * _width, _width),
                pass.OutputGradient.Slice(row * _width, _width),
                pass.InputGradient.Slice(start, 2 * shape.Width));
        }
    }

    // output rows are counted over all planes of all samples
    private int InputRow(int row)
    {
        var (plane, y) = Math.DivRem(row, OutputShape.Height);
        return ((plane * shape.Height) + (2 * y)) * shape.Width;
    }

    private static void PoolRow(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, Span<float> output)
    {
        if (output.Length < Lanes)
        {
            for (var x = 0; x < output.Length; x++)
            {
                output[x] = MathF.Max(
                    MathF.Max(upper[2 * x], lower[2 * x]), MathF.Max(upper[(2 * x) + 1], lower[(2 * x) + 1]));
            }

            return;
        }

        for (var next = 0; next < output.Length; next += Lanes)
        {
            // the last vector ends with the row and may overlap the one before
            var x = Math.Min(next, output.Length - Lanes);
            var (left, right) = Halves(
                Vector128.Max(Load(upper, 2 * x), Load(lower, 2 * x)),
                Vector128.Max(Load(upper, (2 * x) + 4), Load(lower, (2 * x) + 4)));
            Vector128.Max(left, right).StoreUnsafe(ref output[x]);
        }
    }

    private void SpreadRow(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> from, Span<float> to)
    {
        var w = shape.Width;
        if (output.Length < Lanes)
        {
            SpreadNarrowRow(input, output, from, to);
            return;
        }

        for (var next = 0; next < output.Length; next += Lanes)
        {
            var x = Math.Min(next, output.Length - Lanes);
            var largest = Load(output, x);
            var gradient = Load(from, x);
            var (a, b) = Halves(Load(input, 2 * x), Load(input, (2 * x) + 4));
            var (c, d) = Halves(Load(input, w + (2 * x)), Load(input, w + (2 * x) + 4));
            var isA = Vector128.Equals(a, largest);
            var isB = Vector128.AndNot(Vector128.Equals(b, largest), isA);
            var isC = Vector128.AndNot(Vector128.Equals(c, largest), isA | isB);
            var isD = Vector128.AndNot(Vector128.Equals(d, largest), isA | isB | isC);
            StorePairs(gradient & isA, gradient & isB, to[(2 * x)..]);
            StorePairs(gradient & isC, gradient & isD, to[(w + (2 * x))..]);
        }
    }

    private void SpreadNarrowRow(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> from, Span<float> to)
    {
        for (var x = 0; x < output.Length; x++)
        {
            var given = false;
            foreach (var place in (ReadOnlySpan<int>)[2 * x, (2 * x) + 1, shape.Width + (2 * x), shape.Width + (2 * x) + 1])
            {
                to[place] = !given && input[place] == output[x] ? from[x] : 0;
                given |= input[place] == output[x];
            }
        }
    }

    private static Vector128<float> Load(ReadOnlySpan<float> values, int at)
        => Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);

    /// <summary>The numbers at even and at odd places: low and high halves of what is taken as 64-bit numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Even, Vector128<float> Odd) Halves(Vector128<float> first, Vector128<float> second)
        => (Vector128.Narrow(first.AsUInt64(), second.AsUInt64()).AsSingle(),
            Vector128.Narrow(first.AsUInt64() >> 32, second.AsUInt64() >> 32).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePairs(Vector128<float> even, Vector128<float> odd, Span<float> to)
    {
        var (evenLow, evenHigh) = Vector128.Widen(even.AsUInt32());
        var (oddLow, oddHigh) = Vector128.Widen(odd.AsUInt32());
        (evenLow | (oddLow << 32)).AsSingle().StoreUnsafe(ref to[0]);
        (evenHigh | (oddHigh << 32)).AsSingle().StoreUnsafe(ref to[4]);
    }
}
