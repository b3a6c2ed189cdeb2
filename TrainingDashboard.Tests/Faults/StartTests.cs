using System.Net;
using System.Net.Sockets;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Faults;

/// <summary>A dashboard that cannot start says why in one sentence and ends with an exit code that is not 0.</summary>
[Collection(Alone.Name)]
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Dashboard_OnAFolderInUse_EndsWithASentenceAndTheFirstGoesOn()
    {
        await using var first = await DashboardProcess.StartAsync(_folder.Path);

        var (exitCode, errors) = await DashboardProcess.RunAsync(_folder.Path, "http://127.0.0.1:0");

        Assert.NotEqual(0, exitCode);
        Assert.StartsWith("Another dashboard is using the storage folder", OneLine(errors), StringComparison.Ordinal);
        Assert.Equal("ok", await first.Http.GetStringAsync("/healthz"));
    }

    [Fact]
    public async Task Dashboard_OnAFolderInUseWhoseLockWasDeleted_RefusesBeforeAnyRecovery()
    {
        await using var first = await DashboardProcess.StartAsync(_folder.Path);
        var job = await first.StartJobAsync("""{"epochs":100000,"seed":1}""");
        await first.HasReachedAsync(job, 1);
        File.Delete(_folder.Of(".lock"));

        var (exitCode, errors) = await DashboardProcess.RunAsync(_folder.Path, "http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Another dashboard is using the storage folder", OneLine(errors), StringComparison.Ordinal);
        await first.HasReachedAsync(job, (await first.StatusAsync(job)).GetProperty("step").GetInt64() + 100);
        await first.KillAsync();
        Assert.Equal(JobStatus.Running, (await DashboardJobs.KeptAsync(_folder.Path, job)).Job.Status);
    }

    [Fact]
    public async Task Dashboard_OnAFolderThatCannotBe_EndsWithASentence()
    {
        File.WriteAllText(_folder.Of("file"), "");

        var (exitCode, errors) = await DashboardProcess.RunAsync(_folder.Of("file/data"), "http://127.0.0.1:0");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("The storage folder", OneLine(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_OnABusyPort_EndsWithASentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (exitCode, errors) = await DashboardProcess.RunAsync(_folder.Path, url);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("address already in use", OneLine(errors), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--urls", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Training:Slots", "0", "Training:Slots must be 1 to 256, not 0.")]
    [InlineData("--Training:CheckpointSeconds", "-1", "Training:CheckpointSeconds must be 0 to 86400, not -1.")]
    public async Task Dashboard_WithASettingOutOfRange_EndsWithASentence(string setting, string value, string sentence)
    {
        var (exitCode, errors) = await DashboardProcess.RunAsync(_folder.Path, "http://127.0.0.1:0", setting, value);

        Assert.NotEqual(0, exitCode);
        Assert.Equal(sentence, OneLine(errors));
    }

    [Fact]
    public async Task Dashboard_StartedFromAnyFolder_RefusesOtherHosts()
    {
        await using var dashboard = await DashboardProcess.StartInAsync(_folder.Path, _folder.Of("data"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/training");
        request.Headers.Host = "evil.example";

        Assert.Equal(HttpStatusCode.BadRequest, (await dashboard.Http.SendAsync(request)).StatusCode);
        Assert.Equal("ok", await dashboard.Http.GetStringAsync("/healthz"));
    }

    private static string OneLine(string errors)
        => Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
