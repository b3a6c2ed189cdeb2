using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Api;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Faults.Children;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Plugins;

/// <summary>Trainers out of assemblies that the dashboard was not built with.</summary>
[Collection(Alone.Name)]
public sealed class PluginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Sample_DroppedIntoTheFolder_IsATrainerLikeAnyOtherAndResumesExactly(string child)
    {
        await SamplePlugin.BuildAsync(_folder.Of("source"), _folder.Of("plugins/MyTrainer"));
        await using var server = await StartAsync("--Training:ChildProcess", child, "--Training:CheckpointSteps", "50");

        server.Services.GetRequiredService<PluginCatalog>().Settle();
        var trainers = await server.Http.GetJsonAsync("/api/trainers");
        Assert.Equal([.. BuiltInTrainers.All.Select(t => t.Description.Name), "my-trainer"], trainers.EnumerateArray().Select(t => t.Text("name")));
        var whole = await server.StartJobAsync("my-trainer", epochs: 100);
        Assert.Equal(JobStatus.Completed, (await server.FollowAsync(whole.Id)).Statuses()[^1]);
        var parked = await server.StartJobAsync("my-trainer", epochs: 100);
        await server.FollowAsync(parked.Id, step: 20);
        await server.SendAsync(parked.Id, CommandAction.Park);
        if ((await server.FollowAsync(parked.Id, e => e is StatusEvent { Status: JobStatus.Parked or JobStatus.Completed })).Statuses()[^1] == JobStatus.Parked)
            await server.SendAsync(parked.Id, CommandAction.Resume);
        await server.FollowAsync(parked.Id, JobStatus.Completed);

        var curve = (await server.StoredAsync(whole.Id)).Curve();
        Assert.Equal(curve, (await server.StoredAsync(parked.Id)).Curve());
        Assert.Equal(5_000, curve.Length);
        var process = BadTrainerTests.ProcessOf(await server.StoredAsync(whole.Id));
        Assert.Equal(child == "false", process == Environment.ProcessId);
    }

    [Fact]
    public async Task Plugins_ThatAreBroken_AreListedWithTheReasonAndTheOthersWork()
    {
        await SamplePlugin.BuildAsync(_folder.Of("good"), _folder.Of("plugins/Good"));
        foreach (var (name, from, to) in new[]
        {
            ("Taken", "\"my-trainer\"", "\"mlp\""),
            ("Named", "\"my-trainer\"", "\"My Trainer\""),
            ("Hidden", "public sealed class MyTrainer", "internal sealed class MyTrainer"),
            ("Throws", "public TrainerDescription Description { get; } =", "public MyTrainer() => throw new InvalidOperationException(\"no licence\");\n\n    public TrainerDescription Description { get; } ="),
            ("Bare", "public TrainerDescription Description { get; } =", "public MyTrainer() => ((string?)null)!.Trim();\n\n    public TrainerDescription Description { get; } ="),
            ("Vast", "\"Softmax regression: a linear model that tells classes apart.\"", "new string('x', 10_000_000)"),
            ("OutOfRange", "Default: 0.1", "Default: 100"),
            ("Crashes", "public TrainerDescription Description { get; } =", "public MyTrainer() => Environment.FailFast(\"no GPU\");\n\n    public TrainerDescription Description { get; } ="),
        })
        {
            await SamplePlugin.BuildAsync(_folder.Of(name), _folder.Of($"plugins/{name}"), (file, text) => file == "MyTrainer.cs" ? text.Replace(from, to, StringComparison.Ordinal) : text);
        }

        File.Delete(_folder.Of("plugins/Named/MyTrainer.deps.json"));
        await File.WriteAllTextAsync(_folder.Of("plugins/text.dll"), "This is no assembly.");
        Directory.CreateDirectory(_folder.Of("plugins/empty"));
        await using var server = await StartAsync("--Training:ChildProcess", "true", "--Plugins:Files:0", _folder.Of("nowhere.dll"));

        server.Services.GetRequiredService<PluginCatalog>().Settle();
        var told = (await server.Http.GetJsonAsync("/api/plugins")).EnumerateArray().ToDictionary(p => Path.GetFileName(Path.GetDirectoryName(p.Text("file")))!, p => p);

        Assert.Equal("my-trainer", told["Good"].GetProperty("trainers")[0].GetString());
        Assert.False(told["Good"].TryGetProperty("fault", out _));
        Assert.Equal("There is a trainer named mlp already.", told["Taken"].Text("fault"));
        Assert.Equal("Expected Named.dll in the folder Named.", told["Named"].Text("fault"));
        Assert.Equal("It has no public class that implements ITrainer and has a public constructor without parameters.", told["Hidden"].Text("fault"));
        Assert.StartsWith("MyTrainer.MyTrainer cannot be made or asked for its Description: InvalidOperationException: no licence (in MyTrainer.ctor", told["Throws"].Text("fault"), StringComparison.Ordinal);
        Assert.StartsWith("MyTrainer.MyTrainer cannot be made or asked for its Description: NullReferenceException: ", told["Bare"].Text("fault"), StringComparison.Ordinal);
        Assert.Contains("(in MyTrainer.ctor", told["Bare"].Text("fault"), StringComparison.Ordinal);
        Assert.Equal("MyTrainer.MyTrainer: Its Summary has 10000000 characters; at most 1000 are allowed.", told["Vast"].Text("fault"));
        Assert.Equal("MyTrainer.MyTrainer: Its hyperparameter learningRate: Its Default 100 is not from 0 to 10.", told["OutOfRange"].Text("fault"));
        Assert.Equal("The trainer's process crashed (SIGABRT): Process terminated. no GPU", told["Crashes"].Text("fault"));
        Assert.Equal("It is no .NET assembly for this runtime.", told["plugins"].Text("fault"));
        Assert.Equal("Expected empty.dll in the folder empty.", told["empty"].Text("fault"));
        Assert.Contains(server.Services.GetRequiredService<PluginCatalog>().All, p => p is { Name: "nowhere", Fault: "There is no such file." });
        Assert.Equal([.. BuiltInTrainers.All.Select(t => t.Description.Name), "my-trainer"], server.Services.GetRequiredService<TrainerCatalog>().All.Select(t => t.Description.Name));
        Assert.Equal(JobStatus.Completed, (await server.FollowAsync((await server.StartJobAsync("my-trainer", epochs: 2)).Id)).Statuses()[^1]);
        var page = await server.Http.GetStringAsync("/jobs/new");
        Assert.Contains("The plug-in MyTrainer cannot be used.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugin_BuiltWhileTheDashboardRuns_IsFoundAndChangedAndGone()
    {
        await using var server = await StartAsync("--Training:ChildProcess", "true");
        var trainers = server.Services.GetRequiredService<TrainerCatalog>();
        Assert.Null(trainers.Find("my-trainer"));

        await SamplePlugin.BuildAsync(_folder.Of("source"), _folder.Of("plugins/MyTrainer"), (_, text) => text);
        trainers.FindPatiently("my-trainer");
        // asked for by its name alone
        Assert.Equal(JobStatus.Completed, (await server.FollowAsync((await server.StartJobAsync("my-trainer", epochs: 2)).Id)).Statuses()[^1]);
        Assert.False(trainers.Look());

        await SamplePlugin.BuildAsync(_folder.Of("source2"), _folder.Of("plugins/MyTrainer"), (_, text) => text.Replace("\"my-trainer\"", "\"her-trainer\"", StringComparison.Ordinal));
        trainers.FindPatiently("her-trainer");
        Assert.Contains("her-trainer", await server.Http.GetStringAsync("/api/trainers"), StringComparison.Ordinal);
        Assert.Null(trainers.Find("my-trainer"));

        Directory.Delete(_folder.Of("plugins/MyTrainer"), recursive: true);
        Assert.Equal("[]", await server.Http.GetStringAsync("/api/plugins"));
        Assert.Null(trainers.Find("her-trainer"));
    }

    private Task<DashboardServer> StartAsync(params string[] settings)
        => DashboardServer.StartAsync(null, ["--Plugins:Folder", _folder.Of("plugins"), .. settings]);
}
