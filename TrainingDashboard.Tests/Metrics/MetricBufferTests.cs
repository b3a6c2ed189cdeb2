using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Tests.Metrics;

public sealed class MetricBufferTests
{
    [Fact]
    public void Buffer_WithStepsAndOtherPoints_SealsABlockForEachSetOfSeries()
    {
        var buffer = new MetricBuffer();
        buffer.AddStep(1, 10, 0.5, 0.25, 0.1, 2, 1_000);
        buffer.Add("val/loss", 1, 11, 0.75);
        buffer.AddStep(2, 12, 0.4, 0.5, 0.1, 1, 2_000);
        Assert.Equal(3, buffer.Count);

        var blocks = buffer.Seal();

        Assert.Equal(2, blocks.Count);
        Assert.Equal(["loss", "accuracy", "lr", "grad_norm", "samples_per_s"], blocks[0].Series.Keys);
        Assert.Equal([1, 2], blocks[0].Steps);
        Assert.Equal([10, 12], blocks[0].Times);
        Assert.Equal([0.5, 0.4], blocks[0].Series["loss"]);
        Assert.Equal([0.75], blocks[1].Series["val/loss"]);
        Assert.Equal([1], blocks[1].Steps);
    }

    [Fact]
    public void Buffer_WithoutAnyAccuracy_LeavesTheSeriesOut()
    {
        var buffer = new MetricBuffer();
        buffer.AddStep(1, 10, 0.5, null, 0.1, 2, 1_000);

        Assert.DoesNotContain("accuracy", Assert.Single(buffer.Seal()).Series.Keys);
    }

    [Fact]
    public void Buffer_WithAccuracyOnSomeSteps_HasNaNOnTheOthers()
    {
        var buffer = new MetricBuffer();
        buffer.AddStep(1, 10, 0.5, null, 0.1, 2, 1_000);
        buffer.AddStep(2, 10, 0.5, 1, 0.1, 2, 1_000);

        Assert.Equal([double.NaN, 1], Assert.Single(buffer.Seal()).Series["accuracy"]);
    }

    [Fact]
    public void Buffer_WithManyRows_SealsBlocksOfBoundedLengthInOrder()
    {
        const int Rows = (2 * MetricBuffer.RowsInBlock) + 7;
        var buffer = new MetricBuffer();
        for (var round = 0; round < 2; round++)
        {
            for (var step = 1; step <= Rows; step++)
            {
                buffer.AddStep(step, step * 10, step / 2.0, step > MetricBuffer.RowsInBlock ? step / 4.0 : null, 0.1, step / 8.0, step * 3);
                buffer.Add("x", step, step * 10, -step);
            }

            Assert.Equal(Rows * 2, buffer.Count);
            var blocks = buffer.Seal();

            Assert.All(blocks, block => Assert.InRange(block.Steps.Count, 1, MetricBuffer.RowsInBlock));
            Are("loss", step => step / 2.0);
            Are("accuracy", step => step / 4.0, after: MetricBuffer.RowsInBlock);
            Are("lr", _ => 0.1);
            Are("grad_norm", step => step / 8.0);
            Are("samples_per_s", step => step * 3);
            Are("x", step => -step);

            void Are(string series, Func<long, double> value, int after = 0)
            {
                var with = blocks.Where(b => b.Series.ContainsKey(series)).ToArray();
                var steps = Enumerable.Range(after + 1, Rows - after).Select(s => (long)s).ToArray();
                Assert.Equal(steps, with.SelectMany(b => b.Steps));
                Assert.Equal(steps.Select(s => s * 10), with.SelectMany(b => b.Times));
                Assert.Equal(steps.Select(value), with.SelectMany(b => b.Series[series]));
            }
        }
    }

    [Fact]
    public void Seal_LeavesTheBufferEmptyAndTheBlocksAlone()
    {
        var buffer = new MetricBuffer();
        buffer.AddStep(1, 10, 0.5, null, 0.1, 2, 1_000);
        var block = buffer.Seal()[0];
        buffer.AddStep(2, 11, 0.4, null, 0.1, 2, 1_000);

        Assert.Equal([1], block.Steps);
        Assert.Equal([2], Assert.Single(buffer.Seal()).Steps);
        Assert.Empty(buffer.Seal());
        Assert.Equal(0, buffer.Count);
    }
}
