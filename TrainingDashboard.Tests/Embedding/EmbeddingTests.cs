using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TrainingDashboard.Tests.Api;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Web.Embedding;

namespace TrainingDashboard.Tests.Embedding;

/// <summary>The dashboard in an application that has ways of its own.</summary>
public sealed class EmbeddingTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _app = Build(_folder.Path, app =>
        {
            app.UsePathBase("/house");
            app.MapGet("/own", () => new { SomeNumber = 1.5 });
            app.MapTrainingDashboard("/lab/training/");
            app.MapTrainingDashboard("/closed").RequireAuthorization();
        });
        await _app.StartAsync();
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.First()), Timeout = Eventually.Limit };
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync(Eventually.Deadline());
        await _app.DisposeAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Application_KeepsItsOwnWays()
    {
        Assert.Equal("""{"SomeNumber":1.5}""", await _http.GetStringAsync("/own"));
        Assert.Equal("", await (await _http.GetAsync("/nowhere")).Content.ReadAsStringAsync());
        Assert.False((await _http.GetAsync("/own")).Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task Dashboard_AnswersInItsOwnWays()
    {
        var problem = await _http.GetAsync("/lab/training/api/jobs/nothing");

        Assert.Contains("\"name\":\"mlp\"", await _http.GetStringAsync("/lab/training/api/trainers"), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType!.MediaType);
        Assert.True((await _http.GetAsync("/lab/training/healthz")).Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task Addresses_SayWhereTheDashboardIs()
    {
        var moved = await _http.GetAsync("/lab/training?x=1");
        var made = await _http.PostAsync("/house/lab/training/api/jobs", new StringContent("""{"trainer":"mlp","epochs":1}""", Encoding.UTF8, "application/json"));
        var page = await _http.GetStringAsync("/house/lab/training/");

        Assert.Equal((HttpStatusCode.Redirect, "/lab/training/?x=1"), (moved.StatusCode, moved.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.StartsWith("/house/lab/training/api/jobs/0", made.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("<base href=\"/house/lab/training/\" />", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_AreTheApplications()
    {
        var job = await _app.Services.GetRequiredService<JobControl>().StartAsync(new StartRequest { Trainer = "mlp", Epochs = 1 }, default);

        Assert.Equal(job.Number, (await _http.GetJsonAsync($"/lab/training/api/jobs/{job.Id}")).GetProperty("job").GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task Authorization_IsAskedForAsOfAnyEndpoint()
    {
        foreach (var path in (string[])["/closed/", "/closed/api/jobs", "/closed/dashboard.js", "/closed/hubs/training"])
        {
            var answer = await _http.GetAsync(path);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Contains("/Account/Login", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("training")]
    [InlineData("/")]
    [InlineData("/a/{b}")]
    public void Path_ThatIsNone_IsRefused(string path)
        => Assert.Contains("begins with a slash", Assert.Throws<ArgumentException>(() => _app.MapTrainingDashboard(path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Map_WithoutTraining_SaysWhatToCall()
    {
        var app = WebApplication.CreateBuilder().Build();

        Assert.Contains("AddTraining", Assert.Throws<InvalidOperationException>(() => app.MapTrainingDashboard("/training")).Message, StringComparison.Ordinal);
    }

    private static WebApplication Build(string folder, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = ["--urls", "http://127.0.0.1:0", "--Storage:Path", folder, "--Logging:LogLevel:Default", "None", "--Training:ChildProcess", "false"],
            // whose list of static files is beside these tests; in an application of another name they are elsewhere (SampleTests)
            ApplicationName = typeof(TrainingDashboardEndpoints).Assembly.GetName().Name,
            ContentRootPath = Checkout.WebProject,
        });
        builder.AddTraining();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = null);
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
        var app = builder.Build();
        map(app);
        return app;
    }
}
