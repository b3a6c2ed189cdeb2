namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// The rows of a pyramid as bytes: version (u8), how many (varint), the columns one after another, CRC-32C of all before (u32).
/// </summary>
internal static class PyramidRowFormat
{
    private const byte Version = 1;

    public static byte[] Encode(SeriesPoints points)
    {
        var output = Begin(points.Count, 10);
        IntegerColumn.Write(output, points.Steps.Span);
        IntegerColumn.Write(output, points.Times.Span);
        ValueColumn.Write(output, points.Values.Span);
        return End(output);
    }

    public static byte[] Encode(ReadOnlySpan<SeriesBucket> buckets)
    {
        var output = Begin(buckets.Length, 48);
        Integers(output, buckets, static b => b.FirstStep);
        Integers(output, buckets, static b => b.Step);
        Integers(output, buckets, static b => b.Time);
        Values(output, buckets, static b => b.Minimum);
        Values(output, buckets, static b => b.Maximum);
        Values(output, buckets, static b => b.Last);
        Values(output, buckets, static b => b.Mean);
        Integers(output, buckets, static b => b.Count);
        Integers(output, buckets, static b => b.Finite);
        Integers(output, buckets, static b => b.NaNs);
        return End(output);
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static SeriesPoints DecodePoints(ReadOnlySpan<byte> bytes)
    {
        var input = Open(bytes, PyramidShape.PointsInRow, out var count);
        return new SeriesPoints(IntegerColumn.Read(ref input, count), IntegerColumn.Read(ref input, count), ValueColumn.Read(ref input, count));
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static SeriesBucket[] DecodeBuckets(ReadOnlySpan<byte> bytes)
    {
        var input = Open(bytes, PyramidShape.BucketsInRow, out var count);
        var firstSteps = IntegerColumn.Read(ref input, count);
        var steps = IntegerColumn.Read(ref input, count);
        var times = IntegerColumn.Read(ref input, count);
        var minima = ValueColumn.Read(ref input, count);
        var maxima = ValueColumn.Read(ref input, count);
        var lasts = ValueColumn.Read(ref input, count);
        var means = ValueColumn.Read(ref input, count);
        var counts = IntegerColumn.Read(ref input, count);
        var finite = IntegerColumn.Read(ref input, count);
        var nans = IntegerColumn.Read(ref input, count);
        var buckets = new SeriesBucket[count];
        for (var i = 0; i < count; i++)
            buckets[i] = new(firstSteps[i], steps[i], times[i], minima[i], maxima[i], lasts[i], means[i], counts[i], finite[i], nans[i]);
        return buckets;
    }

    private static ByteWriter Begin(int count, int bytesEach)
    {
        var output = new ByteWriter(64 + (count * bytesEach));
        output.Byte(Version);
        output.Varint((ulong)count);
        return output;
    }

    private static byte[] End(ByteWriter output)
    {
        output.UInt32(Crc32C.Of(output.Written));
        return output.Written.ToArray();
    }

    private static ByteReader Open(ReadOnlySpan<byte> bytes, int most, out int count)
    {
        var input = new ByteReader(Crc32C.Verified(bytes));
        if (input.Byte() != Version)
            throw new InvalidDataException("The stored series is of another version.");
        count = input.Count(most);
        return input;
    }

    private static void Integers(ByteWriter output, ReadOnlySpan<SeriesBucket> buckets, Func<SeriesBucket, long> column)
    {
        Span<long> numbers = stackalloc long[buckets.Length];
        for (var i = 0; i < buckets.Length; i++)
            numbers[i] = column(buckets[i]);
        IntegerColumn.Write(output, numbers);
    }

    private static void Values(ByteWriter output, ReadOnlySpan<SeriesBucket> buckets, Func<SeriesBucket, double> column)
    {
        Span<double> values = stackalloc double[buckets.Length];
        for (var i = 0; i < buckets.Length; i++)
            values[i] = column(buckets[i]);
        ValueColumn.Write(output, values);
    }
}
