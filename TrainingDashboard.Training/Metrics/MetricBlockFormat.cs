using System.Runtime.InteropServices;
using System.Text;

namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// Blocks as bytes, version 2: version (u8), block count (varint), then for each block row count and series count
/// (varints), the names, steps and times (<see cref="IntegerColumn"/>) and a <see cref="ValueColumn"/> for each series;
/// at the end the CRC-32C of all before (u32). A name is one byte for those every job has, else 0, its length (varint)
/// and UTF-8. Version 1 is still read.
/// </summary>
public static class MetricBlockFormat
{
    /// <summary>The most rows a block may have.</summary>
    public const int MaximumRows = 1 << 24;

    private const byte Version = 2;
    private const long MaximumPoints = 1L << 27;

    private static readonly string[] s_known =
    [
        SeriesNames.Loss, SeriesNames.Accuracy, SeriesNames.LearningRate, SeriesNames.GradientNorm,
        SeriesNames.SamplesPerSecond, SeriesNames.ValidationLoss, SeriesNames.ValidationAccuracy,
    ];

    /// <summary>Encodes exactly: every bit of every value is kept.</summary>
    /// <exception cref="ArgumentException">A block has more than <see cref="MaximumRows"/> rows.</exception>
    public static byte[] Encode(IReadOnlyList<MetricBlock> blocks)
    {
        var output = new ByteWriter(64 + blocks.Sum(b => (b.Steps.Count * (b.Series.Count + 2) * 8) + (b.Series.Count * 16)));
        output.Byte(Version);
        output.Varint((ulong)blocks.Count);
        foreach (var block in blocks)
            Write(output, block);
        output.UInt32(Crc32C.Of(output.Written));
        return output.Written.ToArray();
    }

    /// <summary>Decodes what <see cref="Encode"/>, or that of an older version, made.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another version or cut short or damaged.</exception>
    public static IReadOnlyList<MetricBlock> Decode(ReadOnlySpan<byte> bytes)
    {
        var version = new ByteReader(bytes).Byte();
        if (version == MetricBlockFormatV1.Version)
            return MetricBlockFormatV1.Decode(bytes);
        if (version != Version)
            throw new InvalidDataException("The metric block is of another version.");
        var input = new ByteReader(Crc32C.Verified(bytes));
        input.Byte();
        var blocks = new MetricBlock[input.Count(bytes.Length)];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = Read(ref input);
        return input.IsAtEnd ? blocks : throw new InvalidDataException("The metric block is longer than it says.");
    }

    internal static ReadOnlySpan<T> Span<T>(IReadOnlyList<T> column) => column switch
    {
        T[] whole => whole,
        List<T> list => CollectionsMarshal.AsSpan(list),
        _ => column.ToArray(),
    };

    private static void Write(ByteWriter output, MetricBlock block)
    {
        var rows = block.Steps.Count;
        if (rows > MaximumRows || block.Times.Count != rows || block.Series.Values.Any(v => v.Count != rows))
            throw new ArgumentException($"Expected at most {MaximumRows} rows and columns of equal length.", nameof(block));
        output.Varint((ulong)rows);
        output.Varint((ulong)block.Series.Count);
        foreach (var name in block.Series.Keys)
            WriteName(output, name);
        IntegerColumn.Write(output, Span(block.Steps));
        IntegerColumn.Write(output, Span(block.Times));
        foreach (var values in block.Series.Values)
            ValueColumn.Write(output, Span(values));
    }

    private static MetricBlock Read(ref ByteReader input)
    {
        var rows = input.Count(MaximumRows);
        var names = new string[input.Count(ushort.MaxValue)];
        if ((long)rows * names.Length > MaximumPoints)
            throw new InvalidDataException("The metric block holds an impossible number of points.");
        for (var n = 0; n < names.Length; n++)
            names[n] = ReadName(ref input);
        var steps = IntegerColumn.Read(ref input, rows);
        var times = IntegerColumn.Read(ref input, rows);
        var series = new Dictionary<string, IReadOnlyList<double>>(names.Length, StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!series.TryAdd(name, ValueColumn.Read(ref input, rows)))
                throw new InvalidDataException("The metric block has a series twice.");
        }

        return new MetricBlock(steps, times, series);
    }

    private static void WriteName(ByteWriter output, string name)
    {
        var known = Array.IndexOf(s_known, name) + 1;
        output.Byte((byte)known);
        if (known > 0)
            return;
        var utf8 = Encoding.UTF8.GetBytes(name);
        output.Varint((ulong)utf8.Length);
        output.Bytes(utf8);
    }

    private static string ReadName(ref ByteReader input)
    {
        var known = input.Byte();
        if (known > s_known.Length)
            throw new InvalidDataException("The metric block has a series of an unknown name.");
        return known > 0 ? s_known[known - 1] : Encoding.UTF8.GetString(input.Take(input.Count(int.MaxValue)));
    }
}
