using System.Net;
using System.Text;
using TrainingDashboard.Tests.Data.Images;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Api;

public sealed class DatasetsApiTests : IAsyncLifetime, IDisposable
{
    private const string Table = "a,b,kind\n1,2,x\n2,?,y\n3,4,x\n4,5,y\n5,6,x\n6,7,y\n7,8,x\n8,9,y\n9,1,x\n10,2,y\n";
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _data = new();
    private DashboardServer _server = null!;

    private HttpClient Http => _server.Http;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_data.Of("flowers.csv"), Table);
        await File.WriteAllTextAsync(_data.Of("broken.csv"), "a,b\n1,2\n3,\"\n");
        _server = await DashboardServer.StartAsync(_folder, ["--Datasets:DataDirectory", _data.Path, "--Datasets:Limits:MaxFileBytes", "100000"]);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Upload_OfATable_IsListedLookedIntoAndRemoved()
    {
        using var form = new MultipartFormDataContent { { new StringContent("My Table"), "title" }, { new StringContent("a"), "target" }, { Part(Table), "table", "../../x.csv" } };
        var answer = await Http.PostAsync("/api/datasets", form);
        var info = await answer.JsonAsync(HttpStatusCode.Created);
        var path = answer.Headers.Location!.ToString();

        Assert.Equal(("/api/datasets/my-table", "uploaded", 10), (path, info.Text("origin"), info.GetProperty("samples").GetInt32()));
        Assert.True(info.GetProperty("columns")[0].GetProperty("isTarget").GetBoolean());
        Assert.Equal("My Table", (await Http.GetJsonAsync(path)).Text("title"));
        Assert.Equal(10, (await Http.GetJsonAsync(path + "/preview")).GetProperty("rows").GetArrayLength());
        Assert.Contains((await Http.GetJsonAsync("/api/datasets")).EnumerateArray(), d => d.Text("name") == "my-table");
        Assert.Equal(HttpStatusCode.NoContent, (await Http.DeleteAsync(path)).StatusCode);
        await (await Http.DeleteAsync(path)).JsonAsync(HttpStatusCode.NotFound);
        await (await Http.DeleteAsync("/api/datasets/spirals")).JsonAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Upload_OfAText_IsLookedInto()
    {
        using var form = new MultipartFormDataContent { { new StringContent("Words"), "title" }, { Part("To be or not to be.\n"), "text", "words.txt" } };
        var info = await (await Http.PostAsync("/api/datasets", form)).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(("text", 20), (info.Text("kind"), info.GetProperty("samples").GetInt32()));
        Assert.Equal("To be or not to be.\n", (await Http.GetJsonAsync("/api/datasets/words/preview")).Text("text"));
    }

    [Fact]
    public async Task Upload_OfATextWithATarget_IsRefused()
    {
        using var form = new MultipartFormDataContent { { new StringContent("Words"), "title" }, { new StringContent("a"), "target" }, { Part("To be or not to be.\n"), "text", "words.txt" } };
        var problem = await (await Http.PostAsync("/api/datasets", form)).JsonAsync(HttpStatusCode.BadRequest);

        Assert.True(problem.GetProperty("errors").TryGetProperty("target", out _));
    }

    [Fact]
    public async Task Register_OfATableAsAText_IsAText()
    {
        var info = await Http.PostJsonAsync("/api/datasets/register", """{"title":"letters","path":"flowers.csv","kind":"text"}""", HttpStatusCode.Created);
        var problem = await Http.PostJsonAsync("/api/datasets/register", """{"title":"more","path":"flowers.csv","kind":"prose"}""", HttpStatusCode.BadRequest);

        Assert.Equal("text", info.Text("kind"));
        Assert.Contains("prose", problem.GetProperty("errors").GetProperty("kind")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_OfImagesAndLabels_IsADataset()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("Pictures"), "title" },
            { Part(IdxBytes.Images()), "images", "i" },
            { Part(IdxBytes.Gzip(IdxBytes.Labels())), "labels", "l" },
        };
        var info = await (await Http.PostAsync("/api/datasets", form)).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(("images", 20, 3), (info.Text("kind"), info.GetProperty("samples").GetInt32(), info.GetProperty("classes").GetInt32()));
        Assert.NotEqual(0, (await Http.GetJsonAsync("/api/datasets/pictures/preview")).GetProperty("images").GetArrayLength());
    }

    [Fact]
    public async Task Upload_OfABrokenFile_IsRefusedWithThePlace()
    {
        using var form = new MultipartFormDataContent { { new StringContent("t"), "title" }, { Part(Table + "11,3\n"), "table", "t.csv" } };
        var problem = await (await Http.PostAsync("/api/datasets", form)).JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(("t.csv", 12), (problem.Text("file"), problem.GetProperty("line").GetInt32()));
        Assert.True(problem.GetProperty("column").GetInt32() > 0);
        await NothingIsKeptAsync();
    }

    [Theory]
    [InlineData("table=", "title")]
    [InlineData("title,table=,table=", "table")]
    [InlineData("title,table=,title", "title")]
    [InlineData("title,title,table=", "title")]
    [InlineData("title,colour,table=", "colour")]
    [InlineData("title,photo=", "photo")]
    [InlineData("title,table", "table")]
    [InlineData("title,labels=", "files")]
    [InlineData("title,images=,labels=,test=", "files")]
    [InlineData("title,delimiter,table=", "delimiter")]
    [InlineData("title,columns.a,table=", "columns.a")]
    [InlineData("title,images=,table=", "table")]
    [InlineData("title,target,images=,labels=", "target")]
    [InlineData("title", "body")]
    public async Task Upload_OfAFormThatIsNone_IsRefusedNamingTheField(string parts, string field)
    {
        using var form = new MultipartFormDataContent();
        foreach (var part in parts.Split(','))
        {
            if (part.EndsWith('='))
                form.Add(Part(Table), part[..^1], "f");
            else
                form.Add(new StringContent("some text"), part);
        }

        var problem = await (await Http.PostAsync("/api/datasets", form)).JsonAsync(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields());
        await NothingIsKeptAsync();
    }

    [Fact]
    public async Task Upload_CutShort_IsRefused()
    {
        var body = "--b\r\nContent-Disposition: form-data; name=title\r\n\r\nt\r\n--b\r\nContent-Disposition: form-data; name=table; filename=f\r\n\r\n" + Table;
        foreach (var length in Enumerable.Range(0, body.Length))
        {
            using var content = new StringContent(body[..length]);
            content.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "b") } };
            await (await Http.PostAsync("/api/datasets", content)).JsonAsync(HttpStatusCode.BadRequest);
        }

        await NothingIsKeptAsync();
    }

    [Fact]
    public async Task Upload_ThatIsTooLarge_IsRefused()
    {
        using var file = new MultipartFormDataContent { { new StringContent("t"), "title" }, { Part(new byte[100_001]), "table", "t.csv" } };
        using var body = new MultipartFormDataContent { { new StringContent("t"), "title" }, { Part(new byte[2_000_000]), "table", "t.csv" } };

        await (await Http.PostAsync("/api/datasets", file)).JsonAsync(HttpStatusCode.UnprocessableEntity);
        await (await Http.PostAsync("/api/datasets", body)).JsonAsync(HttpStatusCode.RequestEntityTooLarge);
        await NothingIsKeptAsync();
    }

    [Fact]
    public async Task Upload_ThatIsNoForm_IsRefusedAsSuch()
    {
        using var text = new StringContent("a,b,c");
        await (await Http.PostAsync("/api/datasets", text)).JsonAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Files_OfTheDataDirectory_AreListedAndRegistered()
    {
        Assert.Equal(["broken.csv", "flowers.csv"], (await Http.GetJsonAsync("/api/datasets/files")).EnumerateArray().Select(f => f.Text("path")));
        var info = await Http.PostJsonAsync("/api/datasets/register", """{"title":"Flowers","path":"flowers.csv"}""", HttpStatusCode.Created);

        Assert.Equal(("flowers", "registered"), (info.Text("name"), info.Text("origin")));
        var taken = await Http.PostJsonAsync("/api/datasets/register", """{"title":"flowers","path":"flowers.csv"}""", HttpStatusCode.BadRequest);
        Assert.Equal(["name"], taken.Fields());
        var broken = await Http.PostJsonAsync("/api/datasets/register", """{"title":"b","path":"broken.csv"}""", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("broken.csv", broken.Text("file"));
    }

    [Theory]
    [InlineData("""{"title":"t"}""", "path")]
    [InlineData("""{"title":"t","path":"../flowers.csv"}""", "path")]
    [InlineData("""{"title":"t","path":"/etc/passwd"}""", "path")]
    [InlineData("""{"title":"t","path":"none.csv"}""", "path")]
    [InlineData("""{"title":"t","path":"a\u0000b"}""", "path")]
    [InlineData("""{"title":"\u3000","path":"flowers.csv"}""", "title")]
    [InlineData("""{"title":"files","path":"flowers.csv"}""", "title")]
    [InlineData("""{"title":"t","path":"flowers.csv","name":"n"}""", "name")]
    public async Task Registering_WithABadField_IsRefusedNamingIt(string body, string field)
        => Assert.Equal([field], (await Http.PostJsonAsync("/api/datasets/register", body, HttpStatusCode.BadRequest)).Fields());

    private static ByteArrayContent Part(string text) => Part(Encoding.UTF8.GetBytes(text));

    private static ByteArrayContent Part(byte[] bytes) => new(bytes);

    private async Task NothingIsKeptAsync()
    {
        Assert.All((await Http.GetJsonAsync("/api/datasets")).EnumerateArray(), d => Assert.Equal("generated", d.Text("origin")));
        var datasets = _folder.Of("datasets");
        Assert.Empty(Directory.Exists(datasets) ? Directory.GetFileSystemEntries(datasets) : []);
    }
}
