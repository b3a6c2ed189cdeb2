using Dapper;
using Microsoft.Data.Sqlite;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Tests.Storage;

public sealed class SqliteSeriesStoreTests : IDisposable
{
    private readonly SeriesJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Windows_OfAnySeries_AreWhatALoopOverAllPointsSays(int seed)
    {
        var random = new Random(seed);
        var models = new Dictionary<string, SeriesModel> { ["a"] = new(), ["b/c"] = new() };
        var step = 0L;
        await _job.AttemptAsync();
        for (var flush = 0; flush < 400; flush++)
        {
            if (random.Next(60) == 0)
            {
                await _job.AttemptAsync();
                step = Math.Max(0, step - random.Next(0, 4_000));
            }
            else if (random.Next(40) == 0)
            {
                step = Math.Max(0, step - random.Next(0, 300));
            }

            if (random.Next(100) == 0)
                _job.Reopen();
            var name = random.Next(5) == 0 ? "b/c" : "a";
            var rows = random.Next(8) == 0 ? random.Next(1, 3_000) : random.Next(1, 40);
            var (steps, values) = (new long[rows], new double[rows]);
            for (var i = 0; i < rows; i++)
            {
                steps[i] = step += random.Next(12) == 0 ? random.Next(0, 3) : 1;
                values[i] = Value(random);
                models[name].Add(steps[i], steps[i] * 10, values[i], _job.Job.Attempt);
            }

            await _job.WriteAsync(steps, (name, values));
            if (flush % 20 == 0)
                await CheckAsync(random, models);
        }

        for (var round = 0; round < 40; round++)
            await CheckAsync(random, models);
        await _job.EndAsync();
        await CheckAsync(random, models);
        await RebuiltIsTheSameAsync();
        await CheckAsync(random, models);
    }

    [Fact]
    public async Task Window_OfAMillionPoints_TouchesFewRows()
    {
        const int Points = 1_000_000;
        await _job.AttemptAsync();
        for (var flush = 0; flush < 200; flush++)
        {
            var steps = Enumerable.Range((flush * Points / 200) + 1, Points / 200).Select(s => (long)s).ToArray();
            await _job.WriteAsync(steps, ("loss", [.. steps.Select(s => s == 123_457 ? 1e9 : 1 / Math.Sqrt(s))]));
        }

        await _job.EndAsync();
        var whole = await _job.ReadAsync("loss", points: 2_000);
        Assert.Equal((Points, Points), (whole.Points, whole.Buckets.Sum(b => b.Count)));
        Assert.InRange(whole.Buckets.Count, 1_000, 2_000);
        Assert.Equal(1e9, whole.Buckets.Max(b => b.Maximum));
        Assert.InRange(_job.Series.LastRead.Rows, 1, 80);
        Assert.InRange(_job.Series.LastRead.Bytes, 1, 1_000_000);

        var part = await _job.ReadAsync("loss", 100_001, 700_017, 2_000);
        Assert.Equal(600_017, part.Points);
        Assert.InRange(_job.Series.LastRead.Rows, 1, 120);

        var narrow = await _job.ReadAsync("loss", 500_000, 501_999, 2_000);
        Assert.Equal(Enumerable.Range(500_000, 2_000).Select(s => (long)s), narrow.Buckets.Select(b => b.Step));
        Assert.InRange(_job.Series.LastRead.Rows, 1, 40);
    }

    [Fact]
    public async Task Values_ThatAreNoNumbers_AreCountedApartAndSpoilNothing()
    {
        await _job.AttemptAsync();
        await _job.WriteAsync([1, 2, 3, 4, 5, 6], ("x", [1, double.NaN, double.PositiveInfinity, 3, double.NegativeInfinity, double.NaN]));
        await _job.WriteAsync([1, 2], ("nan", [double.NaN, double.NaN]));
        await _job.WriteAsync([1, 2], ("huge", [double.MaxValue, double.MaxValue]));

        var bucket = Assert.Single((await _job.ReadAsync("x", points: 1)).Buckets);
        Assert.Equal(new SeriesBucket(1, 6, 60, double.NegativeInfinity, double.PositiveInfinity, double.NaN, 2, 6, 2, 2), bucket);
        var nan = Assert.Single((await _job.ReadAsync("nan", points: 1)).Buckets);
        Assert.Equal(new SeriesBucket(1, 2, 20, double.NaN, double.NaN, double.NaN, double.NaN, 2, 0, 2), nan);
        Assert.Equal(double.MaxValue, Assert.Single((await _job.ReadAsync("huge", points: 1)).Buckets).Mean);
    }

    [Fact]
    public async Task Steps_NegativeAndAsLargeAsTheyCome_AreKeptAndFound()
    {
        long[] ends = [long.MinValue, long.MinValue + 1, -5, 0, 1L << 53, long.MaxValue - 1, long.MaxValue];
        var model = new SeriesModel();
        await _job.AttemptAsync();
        await AddAsync(ends);
        await CheckAsync();
        // Back to the very beginning, and enough of them for every kind of row.
        await _job.AttemptAsync();
        for (var first = -100_000L; first < 100_000; first += 10_000)
            await AddAsync([.. Enumerable.Range(0, 10_000).Select(i => first == -100_000 && i == 0 ? long.MinValue : first + i)]);
        await AddAsync([long.MaxValue - 1, long.MaxValue]);
        await CheckAsync();
        await _job.EndAsync();
        await CheckAsync();

        async Task AddAsync(long[] steps)
        {
            double[] values = [.. steps.Select(s => (double)s)];
            for (var i = 0; i < steps.Length; i++)
                model.Add(steps[i], unchecked(steps[i] * 10), values[i], _job.Job.Attempt);
            await _job.WriteAsync(steps, ("x", values));
        }

        async Task CheckAsync()
        {
            foreach (long? from in (long?[])[null, long.MinValue, -7, 0, long.MaxValue])
            {
                foreach (long? to in (long?[])[null, long.MinValue, -5, 70_000, long.MaxValue])
                    model.Matches(await _job.ReadAsync("x", from, to, 500), from, to, 500);
            }
        }
    }

    [Fact]
    public async Task Name_OfAMegabyteOrOfOddCharacters_IsKeptApart()
    {
        string[] names = [new('n', 1 << 20), "a\0b", "\u202e<b>", "'; DROP TABLE events; --", "loss"];
        await _job.AttemptAsync();
        await _job.WriteAsync([1], [.. names.Select((name, i) => (name, new double[] { i }))]);
        await _job.EndAsync();

        Assert.Equal(names, (await _job.Series.ListAsync(_job.Job.Id, default)).Select(s => s.Name));
        for (var i = 0; i < names.Length; i++)
            Assert.Equal(i, (await _job.ReadAsync(names[i])).Buckets.Single().Last);
    }

    [Fact]
    public async Task Attempt_ThatGoesBack_StandsInForTheAbandonedStretchAndTheExportHasBoth()
    {
        await _job.AttemptAsync();
        await _job.WriteAsync([1, 2, 3, 4], ("x", [1, 2, 3, 4]));
        await _job.AttemptAsync();
        await _job.WriteAsync([4], ("x", [40]));
        await _job.AttemptAsync();
        await _job.WriteAsync([3, 4, 4, 5], ("x", [30, 400, 401, 50]));

        var window = await _job.ReadAsync("x");
        Assert.Equal([1, 2, 3, 4, 4, 5], window.Buckets.Select(b => b.Step));
        Assert.Equal([1, 2, 30, 400, 401, 50], window.Buckets.Select(b => b.Last));
        var all = new List<(int Attempt, double Value)>();
        await foreach (var block in _job.Series.ExportAsync(_job.Job.Id, default))
            all.AddRange(block.Block.Series["x"].Select(v => (block.Attempt, v)));
        Assert.Equal([(1, 1), (1, 2), (1, 3), (1, 4), (2, 40), (3, 30), (3, 400), (3, 401), (3, 50)], all);
    }

    [Fact]
    public async Task List_NamesEverySeriesWithItsLastPoint()
    {
        await _job.AttemptAsync();
        await _job.WriteAsync([1, 2], ("loss", [5, 6]), ("ü/😀", [7, double.NaN]));
        await AreListedAsync();
        await _job.EndAsync();
        await AreListedAsync();

        async Task AreListedAsync() => Assert.Equal(
            [new SeriesInfo("loss", 2, 1, 2, 20, 6), new SeriesInfo("ü/😀", 2, 1, 2, 20, double.NaN)],
            await _job.Series.ListAsync(_job.Job.Id, default));
    }

    [Fact]
    public async Task Unknown_JobOrSeries_IsNothing()
    {
        await _job.AttemptAsync();
        Assert.Null(await _job.Series.ReadAsync(_job.Job.Id, "loss", null, null, 10, default));
        Assert.Empty(await _job.Series.ListAsync(_job.Job.Id, default));
        var nobody = JobId.Create(DateTimeOffset.UnixEpoch);
        Assert.Null(await _job.Series.ReadAsync(nobody, "loss", null, null, 10, default));
        Assert.Empty(await _job.Series.ListAsync(nobody, default));
    }

    [Fact]
    public async Task ManyNames_AreBoundedAndTheRestStaysInTheEvents()
    {
        await _job.AttemptAsync();
        for (var batch = 0; batch < 5; batch++)
            await _job.WriteAsync([1], [.. Enumerable.Range(batch * 1_000, 1_000).Select(i => ($"s{i}", new double[] { i }))]);
        await _job.EndAsync();

        Assert.Equal(4_096, (await _job.Series.ListAsync(_job.Job.Id, default)).Count);
        Assert.Equal(4_095, (await _job.ReadAsync("s4095")).Buckets[0].Last);
    }

    private static double Value(Random random) => random.Next(30) switch
    {
        0 => double.NaN,
        1 => random.Next(2) == 0 ? double.PositiveInfinity : double.NegativeInfinity,
        2 => 1e6 * random.NextDouble(),
        _ => random.NextDouble() - 0.5,
    };

    private async Task CheckAsync(Random random, Dictionary<string, SeriesModel> models)
    {
        foreach (var (name, model) in models.Where(m => m.Value.Count > 0))
        {
            var points = random.Next(4) == 0 ? random.Next(1, 5) : random.Next(1, 3_000);
            long? from = random.Next(3) == 0 ? null : random.Next(0, 60_000);
            long? to = random.Next(3) == 0 ? null : (from ?? 0) + random.Next(0, 30_000);
            model.Matches(await _job.ReadAsync(name, from, to, points), from, to, points);
        }
    }

    private async Task RebuiltIsTheSameAsync()
    {
        var written = Dump();
        Assert.NotEmpty(written);
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _job.File, Pooling = false }.ToString()))
            connection.Execute("DELETE FROM pyramids; DELETE FROM series; DELETE FROM pyramid_rows;");
        _job.Reopen();
        Assert.NotEmpty(await _job.Series.ListAsync(_job.Job.Id, default));

        Assert.Equal(written, Dump());
    }

    private string[] Dump()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _job.File, Pooling = false }.ToString());
        return
        [
            .. connection.Query<(long, long, byte[])>("SELECT key, first_step, body FROM pyramid_rows ORDER BY key")
                .Select(r => $"{r.Item1} {r.Item2} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(r.Item3))}"),
            .. connection.Query<(string, long, long, long, long)>("SELECT name, points, first_step, last_step, last_bits FROM series ORDER BY id").Select(r => $"{r}"),
        ];
    }
}
