using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// Values as bytes, every bit of every double kept. A first byte says how: 0, one value for all rows; 1, runs of equal
/// values (varint length, f64); 2, f32 each, where every value is one; 3, f64 each.
/// </summary>
internal static class ValueColumn
{
    private const byte Constant = 0;
    private const byte Runs = 1;
    private const byte Single = 2;
    private const byte Double = 3;

    public static void Write(ByteWriter output, ReadOnlySpan<double> column)
    {
        if (column.IsEmpty)
            return;
        var bits = MemoryMarshal.Cast<double, long>(column);
        var runs = CountRuns(bits);
        if (runs == 1)
        {
            output.Byte(Constant);
            output.Column(bits[..1]);
        }
        else if (runs <= column.Length / 3)
        {
            output.Byte(Runs);
            WriteRuns(output, bits);
        }
        else if (ToSingle(column) is { } single)
        {
            output.Byte(Single);
            output.Column<float>(single);
        }
        else
        {
            output.Byte(Double);
            output.Column(bits);
        }
    }

    public static double[] Read(ref ByteReader input, int rows)
    {
        if (rows == 0)
            return [];
        switch (input.Byte())
        {
            case Constant:
                var constant = new double[rows];
                constant.AsSpan().Fill(input.Column<double>(1)[0]);
                return constant;
            case Runs:
                return ReadRuns(ref input, rows);
            case Single:
                var column = new double[rows];
                TensorPrimitives.ConvertTruncating<float, double>(MemoryMarshal.Cast<byte, float>(input.Take(rows * 4L)), column);
                return column;
            case Double:
                return input.Column<double>(rows);
            default:
                throw new InvalidDataException("The stored points hold a column of an unknown kind.");
        }
    }

    private static int CountRuns(ReadOnlySpan<long> bits)
    {
        var equal = 0L;
        var i = 1;
        for (; i <= bits.Length - Vector<long>.Count; i += Vector<long>.Count)
            equal -= Vector.Sum(Vector.Equals(new Vector<long>(bits[i..]), new Vector<long>(bits[(i - 1)..])));
        for (; i < bits.Length; i++)
            equal += bits[i] == bits[i - 1] ? 1 : 0;
        return (int)(bits.Length - equal);
    }

    private static void WriteRuns(ByteWriter output, ReadOnlySpan<long> bits)
    {
        for (var start = 0; start < bits.Length;)
        {
            var end = start + 1;
            while (end < bits.Length && bits[end] == bits[start])
                end++;
            output.Varint((ulong)(end - start));
            output.Column(bits.Slice(start, 1));
            start = end;
        }
    }

    private static double[] ReadRuns(ref ByteReader input, int rows)
    {
        var column = new double[rows];
        for (var start = 0; start < rows;)
        {
            var length = input.Count(rows - start);
            column.AsSpan(start, length).Fill(input.Column<double>(1)[0]);
            start += length;
        }

        return column;
    }

    // Compared as bits: a NaN's payload and the sign of zero must survive too.
    private static float[]? ToSingle(ReadOnlySpan<double> column)
    {
        foreach (var value in column[..Math.Min(column.Length, 8)])
        {
            if (!IsSingle(value))
                return null;
        }

        var single = new float[column.Length];
        for (var i = 0; i < column.Length; i++)
        {
            if (!IsSingle(column[i]))
                return null;
            single[i] = (float)column[i];
        }

        return single;
    }

    private static bool IsSingle(double value)
        => BitConverter.DoubleToInt64Bits((float)value) == BitConverter.DoubleToInt64Bits(value);
}
