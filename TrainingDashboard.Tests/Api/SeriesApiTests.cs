using System.Globalization;
using System.Net;
using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Api;

public sealed class SeriesApiTests : IAsyncLifetime
{
    private const int Steps = 5_000;
    private static readonly double[] s_odd = [1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.1];
    private DashboardServer _server = null!;
    private JobId _job;

    public async Task InitializeAsync()
    {
        _server = await DashboardServer.StartAsync(new ScriptedTrainer("series", context =>
        {
            foreach (var _ in context.EpochsToRun())
            {
                foreach (var rows in context.Batches([.. Enumerable.Range(0, Steps)], 1))
                {
                    context.Report(new StepReport(context.Step == 4_000 ? 1e6 : 1.0 / (context.Step + 1), null, 0.1, 1, 1));
                    if (context.Step <= s_odd.Length)
                        context.Report("val/odd", s_odd[context.Step - 1]);
                }

                context.Report("=cmd|'x', \"y\"", 1);
            }
        }));
        _job = (await _server.StartJobAsync("series")).Id;
        await _server.FollowAsync(_job, JobStatus.Completed);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Series_AreListedWithTheirCountsAndLastPoints()
    {
        var series = (await GetAsync("/series")).EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!);

        Assert.Equal(["loss", "lr", "grad_norm", "samples_per_s", "val/odd", "=cmd|'x', \"y\""], series.Keys);
        var loss = series["loss"];
        Assert.Equal((Steps, 1, Steps), (Whole(loss, "count"), Whole(loss, "firstStep"), Whole(loss, "lastStep")));
        Assert.Equal(Losses().Last(), loss.GetProperty("last").GetDouble());
    }

    [Theory]
    [InlineData("val/odd")]
    [InlineData("val%2Fodd")]
    public async Task Series_OfFewPoints_IsEveryPointAndNumbersThatAreNoneAreWords(string name)
    {
        var window = await GetAsync("/series/" + name);

        Assert.Equal("val/odd", window.GetProperty("name").GetString());
        Assert.True(window.GetProperty("exact").GetBoolean());
        Assert.Equal(["1", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "-0", "0.1"], window.GetProperty("last").EnumerateArray().Select(v => v.GetRawText()));
        Assert.Equal([0, 1, 0, 0, 0, 0], window.GetProperty("nan").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal([0, 1, 1, 1, 0, 0], window.GetProperty("notFinite").EnumerateArray().Select(v => v.GetInt32()));
    }

    [Fact]
    public async Task Series_OfManyPoints_IsBucketsThatKeepTheSpike()
    {
        var window = await GetAsync("/series/loss?points=100");

        Assert.False(window.GetProperty("exact").GetBoolean());
        Assert.Equal((Steps, Steps), (Whole(window, "points"), Whole(window, "total")));
        Assert.Equal(Steps, window.GetProperty("count").EnumerateArray().Sum(c => c.GetInt64()));
        Assert.InRange(window.GetProperty("max").GetArrayLength(), 50, 100);
        Assert.Equal(1e6, window.GetProperty("max").EnumerateArray().Max(v => v.GetDouble()));
        var part = await GetAsync("/series/loss?from=11&to=20");
        Assert.Equal((10, Steps), (Whole(part, "points"), Whole(part, "total")));
        Assert.Equal(Losses().Skip(10).Take(10), part.GetProperty("last").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal(0, Whole(await GetAsync("/series/loss?from=-5&to=0"), "points"));
    }

    [Fact]
    public async Task Binary_InNode_MapsOntoTypedArrays()
    {
        var odd = await NodeScript.RunAsync("series.mjs", _server.Address.ToString().TrimEnd('/'), _job.ToString(), "val/odd", "100");
        Assert.Equal(("TDS1", "application/octet-stream", true), (odd.GetProperty("magic").GetString(), odd.GetProperty("type").GetString(), odd.GetProperty("whole").GetBoolean()));
        Assert.Equal(["1", "NaN", "Infinity", "-Infinity", "0", "0.1"], Column(odd, "last"));
        Assert.Equal(["0", "1", "0", "0", "0", "0"], Column(odd, "nans"));
        Assert.Equal(["0", "1", "1", "1", "0", "0"], Column(odd, "notFinites"));

        var loss = await NodeScript.RunAsync("series.mjs", _server.Address.ToString().TrimEnd('/'), _job.ToString(), "loss", "100");
        var json = await GetAsync("/series/loss?points=100&format=json");
        Assert.Equal((Steps, Steps), (Whole(loss, "points"), Whole(loss, "total")));
        foreach (var (column, field) in new[] { ("steps", "steps"), ("times", "times"), ("min", "min"), ("max", "max"), ("mean", "mean"), ("counts", "count") })
        {
            Assert.Equal(
                json.GetProperty(field).EnumerateArray().Select(v => v.GetDouble()),
                Column(loss, column).Select(v => double.Parse(v, CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public async Task Csv_HasEveryPointInOrderAndNoFormula()
    {
        using var answer = await _server.Http.GetAsync($"/api/jobs/{_job}/export?format=csv");
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");

        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Matches($"^attachment; filename=\"job-[0-9]+-{_job}\\.csv\"$", answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("series,step,time_ms,value,attempt,seq", lines[0]);
        Assert.Equal("", lines[^1]);
        var loss = lines.Where(l => l.StartsWith("loss,", StringComparison.Ordinal)).Select(l => l.Split(',')).ToArray();
        Assert.Equal(Enumerable.Range(1, Steps).Select(s => $"{s}"), loss.Select(l => l[1]));
        Assert.Equal(Losses(), loss.Select(l => double.Parse(l[3], CultureInfo.InvariantCulture)));
        Assert.Equal(["1", "NaN", "Infinity", "-Infinity", "-0", "0.1"], lines.Where(l => l.StartsWith("val/odd,", StringComparison.Ordinal)).Select(l => l.Split(',')[3]));
        Assert.Single(lines, l => l.StartsWith("\"'=cmd|'x', \"\"y\"\"\",", StringComparison.Ordinal));
        Assert.Equal((4 * Steps) + s_odd.Length + 3, lines.Length);
    }

    [Fact]
    public async Task Json_HasEveryBlockAsItIsStored()
    {
        var export = await GetAsync("/export?format=json");

        Assert.Equal(_job.ToString(), export.GetProperty("job").GetString());
        var blocks = export.GetProperty("blocks").EnumerateArray().ToArray();
        Assert.Equal(
            (await _server.StoredAsync(_job)).OfType<MetricsEvent>().SelectMany(e => e.Blocks, (e, b) => (e.Seq, b.Steps.Count)),
            blocks.Select(b => (b.GetProperty("seq").GetInt64(), b.GetProperty("points").GetProperty("steps").GetArrayLength())));
        Assert.All(blocks, b => Assert.Equal(1, b.GetProperty("attempt").GetInt32()));
    }

    [Theory]
    [InlineData("/series/loss?points=0", "points")]
    [InlineData("/series/loss?points=10001", "points")]
    [InlineData("/series/loss?points=x", "points")]
    [InlineData("/series/loss?from=1.5", "from")]
    [InlineData("/series/loss?to=99999999999999999999", "to")]
    [InlineData("/series/loss?from=5&to=4", "from")]
    [InlineData("/series/loss?format=xml", "format")]
    [InlineData("/export?format=xlsx", "format")]
    public async Task Parameter_ThatIsWrong_IsRefusedByName(string path, string field)
    {
        var problem = await GetAsync(path, HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("/series/nothing")]
    [InlineData("/series/val%2Fnothing")]
    public async Task Series_ThatIsNotThere_IsNotFound(string path)
        => Assert.Equal(404, Whole(await GetAsync(path, HttpStatusCode.NotFound), "status"));

    [Theory]
    [InlineData("series")]
    [InlineData("series/loss")]
    [InlineData("export")]
    public async Task Job_ThatIsNotThere_IsNotFound(string path)
    {
        foreach (var id in new[] { "nobody", JobId.Create(DateTimeOffset.UnixEpoch).ToString() })
        {
            using var answer = await _server.Http.GetAsync($"/api/jobs/{id}/{path}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [InlineData("loss", "loss")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+x", "'+x")]
    [InlineData("-x", "'-x")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    public void Cell_IsQuotedAndNeverAFormula(string text, string cell) => Assert.Equal(cell, SeriesExport.Cell(text));

    private static IEnumerable<double> Losses() => Enumerable.Range(0, Steps).Select(s => s == 4_000 ? 1e6 : 1.0 / (s + 1));

    private static long Whole(JsonElement json, string field) => json.GetProperty(field).GetInt64();

    private static IEnumerable<string> Column(JsonElement json, string name) => json.GetProperty(name).EnumerateArray().Select(v => v.GetString()!);

    private async Task<JsonElement> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await _server.Http.GetAsync($"/api/jobs/{_job}{path}");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {body}");
        return JsonDocument.Parse(body).RootElement.Clone();
    }
}
