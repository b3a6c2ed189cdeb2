using System.Text;

namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// Blocks as the first version stored them, read only: version (u8), block count (u16), then for each block row count
/// (i32), series count (u16), names (u16 length, UTF-8), steps (i64 each), times (i64 each), values (f64 each).
/// </summary>
internal static class MetricBlockFormatV1
{
    public const byte Version = 1;

    public static IReadOnlyList<MetricBlock> Decode(ReadOnlySpan<byte> bytes)
    {
        var input = new ByteReader(bytes);
        input.Byte();
        var blocks = new MetricBlock[input.UInt16()];
        for (var i = 0; i < blocks.Length; i++)
        {
            var rows = input.Int32();
            var names = new string[input.UInt16()];
            for (var n = 0; n < names.Length; n++)
                names[n] = Encoding.UTF8.GetString(input.Take(input.UInt16()));
            var steps = input.Column<long>(rows);
            var times = input.Column<long>(rows);
            var series = new Dictionary<string, IReadOnlyList<double>>(names.Length, StringComparer.Ordinal);
            foreach (var name in names)
            {
                if (!series.TryAdd(name, input.Column<double>(rows)))
                    throw new InvalidDataException("The metric block has a series twice.");
            }

            blocks[i] = new MetricBlock(steps, times, series);
        }

        return blocks;
    }
}
