using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Tests.Storage;

/// <summary>A series kept the plain way, to hold the pyramid against: a list, and a loop over it for every question.</summary>
internal sealed class SeriesModel
{
    private readonly List<(long Step, long Time, double Value)> _points = [];
    private int _attempt;

    public int Count => _points.Count;

    public void Add(long step, long time, double value, int attempt)
    {
        if (_points.Count > 0 && (step < _points[^1].Step || (step == _points[^1].Step && attempt != _attempt)))
            _points.RemoveAll(p => p.Step >= step);
        _points.Add((step, time, value));
        _attempt = attempt;
    }

    /// <summary>Fails unless the window holds exactly the model's points from step to step.</summary>
    public void Matches(SeriesWindow window, long? from, long? to, int points)
    {
        var expected = _points.Where(p => !(p.Step < from) && !(p.Step > to)).ToArray();
        Assert.Equal(Count, window.Total);
        Assert.Equal(expected.Length, window.Points);
        Assert.Equal(expected.Length, window.Buckets.Sum(b => b.Count));
        Assert.True(window.Buckets.Count <= points, $"{window.Buckets.Count} buckets instead of {points}");
        if (expected.Length <= points)
            Assert.Equal(expected.Length, window.Buckets.Count);
        else
            Assert.True(window.Buckets.Count >= (points / 2) - 1, $"only {window.Buckets.Count} buckets instead of {points}");
        var at = 0;
        foreach (var bucket in window.Buckets)
        {
            Matches(expected.AsSpan(at, (int)bucket.Count), bucket);
            at += (int)bucket.Count;
        }
    }

    private static void Matches(ReadOnlySpan<(long Step, long Time, double Value)> points, SeriesBucket bucket)
    {
        double minimum = double.NaN, maximum = double.NaN, sum = 0;
        long finite = 0, nans = 0;
        foreach (var (_, _, value) in points)
        {
            minimum = double.MinNumber(minimum, value);
            maximum = double.MaxNumber(maximum, value);
            nans += double.IsNaN(value) ? 1 : 0;
            finite += double.IsFinite(value) ? 1 : 0;
            sum += double.IsFinite(value) ? value : 0;
        }

        Assert.Equal((points[0].Step, points[^1].Step, points[^1].Time), (bucket.FirstStep, bucket.Step, bucket.Time));
        Assert.Equal((minimum, maximum, points[^1].Value), (bucket.Minimum, bucket.Maximum, bucket.Last));
        Assert.Equal((finite, nans), (bucket.Finite, bucket.NaNs));
        if (finite > 0)
            Assert.True(Math.Abs((sum / finite) - bucket.Mean) <= 1e-9 * Math.Max(1, Math.Abs(sum / finite)), $"{sum / finite} and {bucket.Mean}");
        else
            Assert.Equal(double.NaN, bucket.Mean);
    }
}
