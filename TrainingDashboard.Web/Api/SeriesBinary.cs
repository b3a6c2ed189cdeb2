using System.Buffers.Binary;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Web.Api;

/// <summary>
/// A window of a series for typed arrays, little-endian. A header of 32 bytes: "TDS1" (4 bytes), where the columns
/// begin (u32, 32), how many buckets n (u32), how many columns (u32, 9), points in the window (f64), points of the whole
/// series (f64). Then the columns, n Float64 each: step, time in milliseconds, min, max, last, mean, count, NaN count, count of NaN and infinite ones.
/// Column k is <c>new Float64Array(buffer, 32 + 8 * n * k, n)</c>. Whole numbers are exact up to 2^53.
/// </summary>
internal static class SeriesBinary
{
    public const string MediaType = "application/octet-stream";

    private const int HeaderBytes = 32;

    private static readonly Func<SeriesBucket, double>[] s_columns =
    [
        b => b.Step, b => b.Time, b => b.Minimum, b => b.Maximum, b => b.Last, b => b.Mean, b => b.Count, b => b.NaNs,
        b => b.Count - b.Finite,
    ];

    public static byte[] Encode(SeriesWindow window)
    {
        var buckets = window.Buckets;
        var bytes = new byte[HeaderBytes + (s_columns.Length * buckets.Count * sizeof(double))];
        "TDS1"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), (uint)buckets.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), (uint)s_columns.Length);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(16), window.Points);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(24), window.Total);
        var to = bytes.AsSpan(HeaderBytes);
        foreach (var column in s_columns)
        {
            foreach (var bucket in buckets)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(to, column(bucket));
                to = to[sizeof(double)..];
            }
        }

        return bytes;
    }
}
