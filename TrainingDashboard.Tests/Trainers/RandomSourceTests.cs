using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Trainers;

public sealed class RandomSourceTests
{
    [Fact]
    public void SeedAndStream_WhenEqual_GiveEqualNumbersAndElseOthers()
    {
        Assert.Equal(Draw(new RandomSource(1, 2)), Draw(new RandomSource(1, 2)));
        Assert.NotEqual(Draw(new RandomSource(1, 2)), Draw(new RandomSource(1, 3)));
        Assert.NotEqual(Draw(new RandomSource(1, 2)), Draw(new RandomSource(2, 2)));
        Assert.NotEqual(Draw(new RandomSource(0)), Draw(new RandomSource(0, -1)));
    }

    [Fact]
    public void Doubles_AreEvenlySpreadBelowOne()
    {
        var random = new RandomSource(4);
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            var value = random.NextDouble();
            Assert.InRange(value, 0, Math.BitDecrement(1.0));
            counts[(int)(value * 10)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Singles_StayBelowOne()
    {
        var random = new RandomSource(4);
        for (var i = 0; i < 100_000; i++)
            Assert.InRange(random.NextSingle(), 0f, MathF.BitDecrement(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void WholeNumbers_ReachEveryValueBelowTheBoundEvenly(int bound)
    {
        var random = new RandomSource(5);
        var counts = new int[bound];
        for (var i = 0; i < 10_000 * bound; i++)
            counts[random.NextInt32(bound)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void WholeNumbers_BelowNothing_AreRefused(int bound)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(1).NextInt32(bound));

    [Fact]
    public void Gaussians_HaveMeanZeroAndDeviationOne()
    {
        var random = new RandomSource(6);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian()).ToArray();
        Assert.Equal(0, values.Average(), 0.02);
        Assert.Equal(1, values.Average(v => v * v), 0.02);
    }

    [Fact]
    public void Shuffle_KeepsEveryItem()
    {
        var items = Enumerable.Range(0, 100).ToArray();
        new RandomSource(7).Shuffle<int>(items);
        Assert.NotEqual(Enumerable.Range(0, 100), items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
    }

    [Fact]
    public void Load_OfWhatWasSaved_GoesOnWithTheSameNumbers()
    {
        var random = new RandomSource(8);
        Draw(random);
        var bytes = Checkpoint.Encode(default, [new("random", random)]);
        var expected = Draw(random);
        var other = new RandomSource(99);
        other.Load(Checkpoint.Decode(bytes).Reader.Scope("random"));
        Assert.Equal(expected, Draw(other));
    }

    private static ulong[] Draw(RandomSource random) => [.. Enumerable.Range(0, 8).Select(_ => random.NextUInt64())];
}
