using System.Net;
using System.Text;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Api;

public sealed class UploadsApiTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private DashboardServer _server = null!;

    private HttpClient Http => _server.Http;

    public async Task InitializeAsync() => _server = await DashboardServer.StartAsync(_folder, []);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Upload_LookedIntoTwiceAndAdded_IsADataset()
    {
        var rows = "Id;betrag;art\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i};{(i == 5 ? "-99" : $"{i % 7},5")};{(i % 2 == 0 ? "a" : "b")}\n"));
        var upload = await UploadAsync("daten.csv", rows);
        Assert.Equal("daten.csv", upload.GetProperty("files")[0].Text("name"));
        var path = $"/api/uploads/{upload.Text("id")}";

        var first = await Http.PostJsonAsync($"{path}/profile", "", HttpStatusCode.OK);
        Assert.Equal((";", ",", true), (first.GetProperty("reading").GetProperty("table").Text("delimiter"), first.GetProperty("reading").GetProperty("table").Text("decimal"), first.GetProperty("isReady").GetBoolean()));
        Assert.Contains(first.GetProperty("findings").EnumerateArray(), finding => finding.Text("code") == "index" && finding.Text("column") == "Id");
        var second = await Http.PostJsonAsync($"{path}/profile", """{"alsoMissing":["-99"],"columns":{"Id":"numeric","betrag":{"missing":"drop"}},"testFraction":0.1}""", HttpStatusCode.OK);
        Assert.Equal((39, 4), (second.GetProperty("samples").GetInt32(), second.GetProperty("testSamples").GetInt32()));

        var info = await Http.PostJsonAsync("/api/datasets", $$$"""{"upload":"{{{upload.Text("id")}}}","title":"Käufe","choices":{"target":"betrag","task":"regression"}}""", HttpStatusCode.Created);
        Assert.Equal(("kaufe", 0), (info.Text("name"), info.GetProperty("classes").GetInt32()));
        await Http.PostJsonAsync($"{path}/profile", "", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Offers_OfARefusal_AreChoicesThatCanBeSentBack()
    {
        var rows = "a,z,b\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i == 7 ? "inf" : $"{i % 9}.5")},{i * 7 % 40},{i % 2}\n"));
        var upload = await UploadAsync("t.csv", rows);
        var refused = await Http.PostJsonAsync("/api/datasets", $$"""{"upload":"{{upload.Text("id")}}","title":"t"}""", HttpStatusCode.UnprocessableEntity);

        Assert.Equal((9, 1), (refused.GetProperty("line").GetInt32(), refused.GetProperty("column").GetInt32()));
        foreach (var offer in refused.GetProperty("offers").EnumerateArray())
        {
            var profile = await Http.PostJsonAsync($"/api/uploads/{upload.Text("id")}/profile", offer.GetProperty("choices").GetRawText(), HttpStatusCode.OK);
            Assert.True(profile.GetProperty("isReady").GetBoolean(), offer.Text("label"));
        }
    }

    [Fact]
    public async Task Offers_OfAProfile_AreChoicesThatCanBeSentBack()
    {
        var rows = "weight;price;ratio;change;kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 31} kg;{i % 9},5;0.{i % 7};{(i % 5 == 0 ? "-1" : $"{i + 100}")};{i % 2}\n"));
        var path = $"/api/uploads/{(await UploadAsync("t.csv", rows)).Text("id")}/profile";
        var profile = await Http.PostJsonAsync(path, "", HttpStatusCode.OK);
        var findings = profile.GetProperty("findings").EnumerateArray().ToList();

        Assert.All(["unit", "decimal", "sentinel", "task"], code => Assert.Contains(findings, finding => finding.Text("code") == code));
        foreach (var offer in findings.SelectMany(finding => finding.GetProperty("offers").EnumerateArray()))
            await Http.PostJsonAsync(path, offer.GetProperty("choices").GetRawText(), HttpStatusCode.OK);
        var said = await Http.PostJsonAsync(path, """{"skipRows":0,"escape":"backslash","columns":{"change":{"alsoMissing":["-1"]},"price":{"decimal":","}}}""", HttpStatusCode.OK);
        Assert.Equal(12, said.GetProperty("table").GetProperty("columns")[3].GetProperty("missing").GetInt32());
        Assert.Equal((0, "\\"), (said.GetProperty("reading").GetProperty("table").GetProperty("skipRows").GetInt32(), said.GetProperty("reading").GetProperty("table").Text("escape")));
    }

    [Fact]
    public async Task Choices_WithFaults_AreRefusedNamingEachField()
    {
        var upload = await UploadAsync("t.csv", "a,b\n1,2\n");
        var problem = await Http.PostJsonAsync(
            $"/api/uploads/{upload.Text("id")}/profile",
            """{"delimiter":"colon","decimal":"x","header":3,"columns":{"a":"prose","b":{"size":1},"c":{"decimal":"x"},"d":{"alsoMissing":[[]]}},"escape":"/","skipRows":"some","colour":"red","missing":[["x"]],"skipLines":"many"}""",
            HttpStatusCode.BadRequest);

        Assert.Equal(["colour", "columns.a", "columns.b.size", "columns.c.decimal", "columns.d.alsoMissing", "decimal", "delimiter", "escape", "header", "missing", "skipLines", "skipRows"], problem.Fields().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Profile_OfAForm_KeepsNothing()
    {
        using var form = new MultipartFormDataContent { { Part("a,b\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i % 7},{i % 2}\n"))), "table", "t.csv" } };
        var profile = await (await Http.PostAsync("/api/datasets/profile", form)).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(20, profile.GetProperty("samples").GetInt32());
        Assert.Equal([], Directory.GetFileSystemEntries(_folder.Of("datasets")));
    }

    [Fact]
    public async Task Uploads_BeyondThoseThatMayWait_AreRefusedUntilOneIsRemoved()
    {
        var ids = new List<string>();
        for (var i = 0; i < 16; i++)
            ids.Add((await UploadAsync("t.csv", "a,b\n1,2\n")).Text("id")!);
        using var form = new MultipartFormDataContent { { Part("a,b\n1,2\n"), "file", "t.csv" } };
        await (await Http.PostAsync("/api/uploads", form)).JsonAsync((HttpStatusCode)429);

        Assert.Equal(HttpStatusCode.NoContent, (await Http.DeleteAsync($"/api/uploads/{ids[0]}")).StatusCode);
        await (await Http.DeleteAsync($"/api/uploads/{ids[0]}")).JsonAsync(HttpStatusCode.NotFound);
        await UploadAsync("t.csv", "a,b\n1,2\n");
    }

    [Fact]
    public async Task Uploads_LookedIntoByManyAtOnce_AreAllAnswered()
    {
        var upload = await UploadAsync("t.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{i % 71},{i % 2}\n")));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Http.PostJsonAsync($"/api/uploads/{upload.Text("id")}/profile", $$"""{"testFraction":0.{{i % 5}}1}""", HttpStatusCode.OK)));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (int)Math.Round(2_000 * ((i % 5 * 0.1) + 0.01))), answers.Select(answer => answer.GetProperty("testSamples").GetInt32()));
    }

    private async Task<System.Text.Json.JsonElement> UploadAsync(string name, string text)
    {
        using var form = new MultipartFormDataContent { { Part(text), "file", name } };
        return await (await Http.PostAsync("/api/uploads", form)).JsonAsync(HttpStatusCode.Created);
    }

    private static ByteArrayContent Part(string text) => new(Encoding.UTF8.GetBytes(text));
}
