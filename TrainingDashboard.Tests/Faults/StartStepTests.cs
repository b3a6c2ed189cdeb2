using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Web;

namespace TrainingDashboard.Tests.Faults;

/// <summary>Whatever step of the start throws, and whatever it throws: one sentence and exit code 1.</summary>
public sealed class StartStepTests : IDisposable
{
    private const int MostServices = 64;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_WhoseServicesFailOneAfterTheOther_EndsWithASentenceEachTime()
    {
        var count = MostServices;
        for (var at = 0; at <= count; at++)
        {
            var (code, said) = await RunAsync(builder =>
            {
                var services = builder.Services;
                var hosted = Enumerable.Range(0, services.Count).Where(i => services[i].ServiceType == typeof(IHostedService)).ToArray();
                count = hosted.Length;
                services.Insert(at < hosted.Length ? hosted[at] : services.Count, ServiceDescriptor.Singleton<IHostedService>(new Failing()));
            });

            Assert.Equal((1, "The dashboard cannot start: Nobody thought of this, at all (NotSupportedException)."), (code, said));
        }

        Assert.InRange(count, 4, MostServices - 1);
    }

    [Fact]
    public async Task Start_WhoseBuildingFails_EndsWithASentence()
    {
        var (code, said) = await RunAsync(_ => throw new InvalidOperationException("First line.\nSecond line."));

        Assert.Equal((1, "The dashboard cannot start: First line. Second line (InvalidOperationException)."), (code, said));
    }

    [Fact]
    public async Task Start_WithASettingThatIsNoNumber_EndsWithASentence()
    {
        var (code, said) = await RunAsync(_ => { }, "--Training:Slots", "many");

        Assert.Equal(1, code);
        Assert.Contains("Training:Slots", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnADatabaseThatIsNone_EndsWithASentenceThatSaysWhatToDo()
    {
        File.WriteAllText(_folder.Of("dashboard.db"), new string('x', 10_000));

        var (code, said) = await RunAsync(_ => { });

        Assert.Equal(1, code);
        Assert.Contains("is damaged: file is not a database.", said, StringComparison.Ordinal);
        Assert.Contains("training doctor", said, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Said)> RunAsync(Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder> configure, params string[] settings)
    {
        using var errors = new StringWriter();
        string[] args =
        [
            "--urls", "http://127.0.0.1:0", "--contentRoot", Checkout.WebProject, "--Storage:Path", _folder.Path, "--Logging:LogLevel:Default", "None", .. settings,
        ];
        var code = await DashboardCommand.RunAsync(args, configure, errors).WaitAsync(Eventually.Limit);
        return (code, Assert.Single(errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)).Trim());
    }

    private sealed class Failing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException("Nobody thought of this,\n at all.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
