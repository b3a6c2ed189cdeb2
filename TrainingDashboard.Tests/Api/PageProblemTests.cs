using System.Net;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Api;

public sealed class PageProblemTests
{
    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("DELETE", "/training", 405)]
    [InlineData("POST", "/nothing", 405)]
    [InlineData("POST", "/healthz", 405)]
    public async Task Fault_WhereNoPageIs_IsAProblemAlsoToABrowser(string method, string path, int status)
    {
        await using var server = await DashboardServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Accept", "text/html");

        Assert.Equal(status, (await (await server.Http.SendAsync(request)).JsonAsync((HttpStatusCode)status)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Address_WithoutAPage_IsAPageToABrowser()
    {
        await using var server = await DashboardServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing");
        request.Headers.Add("Accept", "text/html");
        using var answer = await server.Http.SendAsync(request);

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }
}
