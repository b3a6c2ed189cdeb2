using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Tests.Metrics;

public sealed class MetricBlockFormatTests
{
    private static readonly MetricBlock[] s_blocks =
    [
        new([1, 2, long.MaxValue], [10, -11, 12], new Dictionary<string, IReadOnlyList<double>>
        {
            ["loss"] = [double.NaN, double.PositiveInfinity, -0.0],
            ["grün/ß 😀"] = [BitConverter.Int64BitsToDouble(0x7FF8_DEAD_BEEF_1234), BitConverter.Int64BitsToDouble(-1), double.Epsilon],
        }),
        new([], [], new Dictionary<string, IReadOnlyList<double>>()),
        new(new List<long> { 7 }, new List<long> { 8 }, new Dictionary<string, IReadOnlyList<double>> { ["x"] = new List<double> { 9.5 } }),
    ];

    [Fact]
    public void Blocks_ThroughBytes_ComeBackBitForBit()
    {
        var back = MetricBlockFormat.Decode(MetricBlockFormat.Encode(s_blocks));

        Assert.Equal(s_blocks.Length, back.Count);
        foreach (var (expected, actual) in s_blocks.Zip(back))
            AreSame(expected, actual);
    }

    [Fact]
    public void Bytes_CutShortAnywhere_AreRefused()
    {
        var bytes = MetricBlockFormat.Encode(s_blocks);
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Assert.Throws<InvalidDataException>(() => MetricBlockFormat.Decode(cut));
        }
    }

    [Fact]
    public void Bytes_OfAnotherVersion_AreRefused()
    {
        var bytes = MetricBlockFormat.Encode(s_blocks);
        bytes[0]++;

        Assert.Throws<InvalidDataException>(() => MetricBlockFormat.Decode(bytes));
    }

    [Fact]
    public void Bytes_WithAnyBitChanged_AreRefused()
    {
        var bytes = MetricBlockFormat.Encode(s_blocks);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => MetricBlockFormat.Decode(changed));
        }
    }

    [Fact]
    public void Bytes_ChangedUnderARightChecksum_AreReadOrRefusedButNeverOverrun()
    {
        var random = new Random(1);
        var bytes = MetricBlockFormat.Encode([s_blocks[0], s_blocks[2]]);
        for (var round = 0; round < 20_000; round++)
        {
            var changed = (byte[])bytes.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
                changed[random.Next(1, changed.Length - 4)] ^= (byte)random.Next(1, 256);
            BitConverter.TryWriteBytes(changed.AsSpan(changed.Length - 4), Crc32C.Of(changed.AsSpan(0, changed.Length - 4)));
            try
            {
                MetricBlockFormat.Decode(changed);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void Blocks_OfEveryShape_ComeBackBitForBit()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var rows = random.Next(1, 70);
            var block = new MetricBlock(
                Integers(random, rows),
                Integers(random, rows),
                Enumerable.Range(0, random.Next(0, 6)).ToDictionary(i => i == 0 ? "val/loss" : $"s{i}", _ => Values(random, rows)));

            AreSame(block, Assert.Single(MetricBlockFormat.Decode(MetricBlockFormat.Encode([block]))));
        }
    }

    [Fact]
    public void Blocks_OfTheFirstVersion_AreStillRead()
    {
        var back = MetricBlockFormat.Decode(FirstVersion.Encode(s_blocks));

        Assert.Equal(s_blocks.Length, back.Count);
        foreach (var (expected, actual) in s_blocks.Zip(back))
            AreSame(expected, actual);
    }

    [Fact]
    public void Points_OfALossLikeSeries_TakeLittleMoreThanTheirValues()
    {
        const int Rows = 1_000;
        var random = new Random(3);
        var steps = Enumerable.Range(1, Rows).Select(s => (long)s).ToArray();
        var times = steps.Select(s => 1_700_000_000_000 + (s * 10) + random.Next(3)).ToArray();
        double[] loss = [.. steps.Select(s => (2 / Math.Sqrt(s)) + (random.NextDouble() * 0.1))];

        Assert.InRange(Bytes(loss), 8.0, 9.2);
        Assert.InRange(Bytes([.. loss.Select(l => (double)(float)l)]), 4.0, 5.2);
        Assert.InRange(Bytes([.. loss.Select(_ => 0.001)]), 1.0, 1.2);
        Assert.InRange(Bytes([.. steps.Select(s => 0.1 / (1 + (s / 100)))]), 1.0, 1.3);

        double Bytes(double[] values)
            => MetricBlockFormat.Encode([new(steps, times, new Dictionary<string, IReadOnlyList<double>> { ["loss"] = values })]).Length / (double)Rows;
    }

    private static void AreSame(MetricBlock expected, MetricBlock actual)
    {
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.Equal(expected.Times, actual.Times);
        Assert.Equal(expected.Series.Keys, actual.Series.Keys);
        foreach (var (name, values) in expected.Series)
            Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), actual.Series[name].Select(BitConverter.DoubleToInt64Bits));
    }

    private static long[] Integers(Random random, int rows)
    {
        var column = new long[rows];
        var kind = random.Next(4);
        for (var i = 0; i < rows; i++)
        {
            column[i] = kind switch
            {
                0 => random.NextInt64(long.MinValue, long.MaxValue),
                1 => i * 7L,
                2 => i * 10L + random.Next(3),
                _ => random.Next(2) == 0 ? long.MaxValue : long.MinValue,
            };
        }

        return column;
    }

    private static IReadOnlyList<double> Values(Random random, int rows)
    {
        var kind = random.Next(6);
        var held = random.NextDouble();
        return
        [
            .. Enumerable.Range(0, rows).Select(i => kind switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => held,
                2 => random.Next(10) == 0 ? held = random.NextDouble() : held,
                3 => random.NextSingle(),
                4 => random.Next(4) switch { 0 => double.NaN, 1 => -0.0, 2 => double.NegativeInfinity, _ => 0.0 },
                _ => BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0000 | random.NextInt64(1, 1L << 52)),
            }),
        ];
    }
}
