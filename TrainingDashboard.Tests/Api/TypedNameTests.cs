using System.Net;
using System.Text;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Api;

/// <summary>Names and texts as people and programs type them.</summary>
public sealed class TypedNameTests : IAsyncLifetime, IDisposable
{
    private readonly PacedTrainer _paced = new();
    private DashboardServer _server = null!;

    public async Task InitializeAsync() => _server = await DashboardServer.StartAsync(_paced);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _paced.Dispose();

    [Fact]
    public async Task Name_TypedInAnotherCase_IsFound()
    {
        var job = await _server.StartJobAsync("paced");

        Assert.Equal(job.Id.ToString(), (await _server.Http.GetJsonAsync($"/api/jobs/{job.Id.ToString().ToUpperInvariant()}")).GetProperty("job").Text("id"));
        Assert.Equal("spirals", (await _server.Http.GetJsonAsync("/api/datasets/SPIRALS")).Text("name"));
        Assert.NotEmpty((await _server.Http.GetJsonAsync("/api/datasets/Spirals/preview")).EnumerateObject());
        Assert.Single((await _server.Http.GetJsonAsync("/api/jobs?trainer=Paced&dataset=Spirals")).EnumerateArray());
        var other = await _server.Http.PostJsonAsync("/api/jobs", """{"trainer":"PACED","dataset":"Spirals"}""", HttpStatusCode.Created);
        Assert.Equal(("paced", "spirals"), (other.Text("trainer"), other.Text("dataset")));
        Assert.False(JobId.TryParse("İ23456789abcdefg", out _));
    }

    [Theory]
    [InlineData("POST", "/api/jobs/{id}/checkpoints/1/predictions", """{"cells":{"x":"\ud800"}}""")]
    [InlineData("POST", "/api/jobs/{id}/checkpoints/1/predictions", """{"cells":{"\ud800":1}}""")]
    [InlineData("POST", "/api/jobs/{id}/checkpoints/1/predictions", """{"text":"\ud800"}""")]
    [InlineData("POST", "/api/jobs/{id}/checkpoints/1/predictions", """{"pixels":"\udc00"}""")]
    [InlineData("POST", "/api/jobs/{id}/commands", """{"action":"set","arguments":{"values":{"learningRate":"\ud800"}}}""")]
    [InlineData("POST", "/api/jobs/{id}/commands", """{"action":"\ud800"}""")]
    [InlineData("POST", "/api/jobs/{id}/fork", """{"step":1,"name":"\ud800","hyperparameters":{"a":"\ud800"}}""")]
    [InlineData("POST", "/api/jobs", """{"trainer":"mlp","hyperparameters":{"optimizer":"\ud800"}}""")]
    [InlineData("POST", "/training/start", """{"model":"\ud800","optimizer":"\ud800"}""")]
    [InlineData("POST", "/api/datasets", """{"upload":"\ud800","title":"\ud800","choices":{"target":"\ud800"}}""")]
    [InlineData("POST", "/api/datasets/register", """{"path":"\ud800","title":"a","choices":{"columns":{"a":"\ud800"}}}""")]
    public async Task Text_ThatHoldsHalfOfASurrogatePair_IsRefusedAsAFault(string method, string path, string body)
    {
        var job = await _server.StartJobAsync("paced");
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", job.Id.ToString(), StringComparison.Ordinal))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };

        using var answer = await _server.Http.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, "The request has faults"), (answer.StatusCode, (await answer.JsonAsync(HttpStatusCode.BadRequest)).Text("title")));
    }
}
