using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrainingDashboard.Training.Trainers.Matrices;

/// <summary>
/// Copies blocks of the operands into panels that a micro-kernel reads in order, padded with zeros to whole tiles.
/// </summary>
internal static unsafe class PanelPacking
{
    /// <summary>Rows of A one after another, each <paramref name="depth"/> long; for A as it stands.</summary>
    public static void CopyRows(float* source, nint stride, int rows, int depth, int tileRows, float* panel)
    {
        for (var i = 0; i < rows; i++)
            Floats(source + (i * stride), depth).CopyTo(Floats(panel + ((nint)i * depth), depth));
        var whole = (rows + tileRows - 1) / tileRows * tileRows;
        Floats(panel + ((nint)rows * depth), (whole - rows) * depth).Clear();
    }

    /// <summary>
    /// Strips of <paramref name="tile"/> columns, each strip row by row; for B as it stands and for A transposed.
    /// </summary>
    public static void CopyStrips(float* source, nint stride, int columns, int depth, int tile, float* panel)
    {
        for (var j = 0; j < columns; j += tile, panel += (nint)tile * depth)
        {
            var width = Math.Min(tile, columns - j);
            var from = source + j;
            for (var k = 0; k < depth; k++, from += stride)
            {
                var to = panel + ((nint)k * tile);
                if (width == tile && tile % 8 == 0)
                {
                    for (var v = 0; v < tile; v += 8)
                        Vector256.Load(from + v).Store(to + v);
                }
                else
                {
                    for (var v = 0; v < tile; v++)
                        to[v] = v < width ? from[v] : 0;
                }
            }
        }
    }

    /// <summary>The strips that <see cref="CopyStrips"/> makes, out of a B whose transpose is stored.</summary>
    public static void TransposeStrips(float* source, nint stride, int columns, int depth, int tile, float* panel)
    {
        for (var j = 0; j < columns; j += tile, panel += (nint)tile * depth)
        {
            for (var v = 0; v < tile; v += 8)
            {
                TransposeEight(
                    source + ((j + v) * stride), stride, Math.Clamp(columns - j - v, 0, 8), depth, panel + v, tile);
            }
        }
    }

    /// <summary>Eight columns of a strip, of which the first few are there and the others become zeros.</summary>
    private static void TransposeEight(float* from, nint stride, int columns, int depth, float* to, nint toStride)
    {
        var k = 0;
        for (; columns == 8 && Avx.IsSupported && k + 8 <= depth; k += 8)
            Transpose8(from + k, stride, to + (k * toStride), toStride);
        for (; k < depth; k++)
        {
            Vector256<float>.Zero.Store(to + (k * toStride));
            for (var i = 0; i < columns; i++)
                to[(k * toStride) + i] = from[(i * stride) + k];
        }
    }

    /// <summary>An 8 × 8 block turned over its diagonal in 24 shuffles.</summary>
    private static void Transpose8(float* from, nint stride, float* to, nint toStride)
    {
        // rows 0 to 3 with rows 4 to 7 as upper halves, so that the rest happens within halves
        var r0 = Vector256.Create(Vector128.Load(from), Vector128.Load(from + (4 * stride)));
        var r1 = Vector256.Create(Vector128.Load(from + stride), Vector128.Load(from + (5 * stride)));
        var r2 = Vector256.Create(Vector128.Load(from + (2 * stride)), Vector128.Load(from + (6 * stride)));
        var r3 = Vector256.Create(Vector128.Load(from + (3 * stride)), Vector128.Load(from + (7 * stride)));
        Transpose4(r0, r1, r2, r3, to, toStride);
        from += 4;
        r0 = Vector256.Create(Vector128.Load(from), Vector128.Load(from + (4 * stride)));
        r1 = Vector256.Create(Vector128.Load(from + stride), Vector128.Load(from + (5 * stride)));
        r2 = Vector256.Create(Vector128.Load(from + (2 * stride)), Vector128.Load(from + (6 * stride)));
        r3 = Vector256.Create(Vector128.Load(from + (3 * stride)), Vector128.Load(from + (7 * stride)));
        Transpose4(r0, r1, r2, r3, to + (4 * toStride), toStride);
    }

    private static void Transpose4(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3, float* to, nint toStride)
    {
        var low01 = Avx.UnpackLow(r0, r1).AsDouble();
        var low23 = Avx.UnpackLow(r2, r3).AsDouble();
        var high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        var high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        Avx.UnpackLow(low01, low23).AsSingle().Store(to);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(to + toStride);
        Avx.UnpackLow(high01, high23).AsSingle().Store(to + (2 * toStride));
        Avx.UnpackHigh(high01, high23).AsSingle().Store(to + (3 * toStride));
    }

    private static Span<float> Floats(float* start, int count) => new(start, count);
}
