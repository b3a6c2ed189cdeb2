using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Execution;

/// <summary>The built-in trainers, parked or stopped at arbitrary steps: every value and the last weights are those of an undisturbed job.</summary>
public sealed class ExactResumeTests
{
    private static readonly string[] s_settings = ["--Training:Slots", "1", "--Training:ThreadsPerJob", "1", "--Training:CheckpointSeconds", "86400"];
    private static readonly string[] s_compared = ["loss", "accuracy", "lr", "grad_norm", "val/loss", "val/accuracy"];

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    public async Task Job_ParkedAtArbitrarySteps_EndsWithTheSameBits(string trainer)
    {
        await using var server = await DashboardServer.StartAsync(null, s_settings);
        var (expected, weights) = await RunAsync(server, trainer);
        var random = new Random(17);

        var job = await StartAsync(server, trainer);
        for (var park = 0; park < 3; park++)
        {
            await Eventually.IsAsync(async () => (await server.JobAsync(job.Id)) is { } j && (j.Progress.Step > 0 || j.Status.IsFinal()), "it runs");
            await Task.Delay(random.Next(100));
            if ((await server.SendAsync(job.Id, CommandAction.Park)).State == ReceiptState.Refused)
                break;
            await Eventually.IsAsync(async () => (await server.JobAsync(job.Id)).Status is JobStatus.Parked or JobStatus.Completed, "it is parked");
            await server.SendAsync(job.Id, CommandAction.Resume);
        }

        var told = await server.FollowAsync(job.Id, JobStatus.Completed);
        Assert.Contains(JobStatus.Parked, told.Statuses());
        Assert.All(s_compared, series => Assert.Equal(expected.Curve(series), told.Curve(series)));
        Assert.Equal(weights, await WeightsAsync(server, job.Id));
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    public async Task Job_StoppedAtAnArbitraryStepAndForked_EndsWithTheSameBits(string trainer)
    {
        await using var server = await DashboardServer.StartAsync(null, s_settings);
        var (expected, weights) = await RunAsync(server, trainer);
        var job = await StartAsync(server, trainer);
        await Eventually.IsAsync(async () => (await server.JobAsync(job.Id)).Progress.Step > 7, "it has done some steps");
        await server.SendAsync(job.Id, CommandAction.Stop);
        var stopped = await server.FollowAsync(job.Id, JobStatus.Cancelled);
        var step = (await server.JobAsync(job.Id)).Progress.Step;

        var fork = await server.Services.GetRequiredService<JobForks>().ForkAsync(job.Id, new ForkRequest { Step = step }, default);
        var told = await server.FollowAsync(fork.Id, JobStatus.Completed);

        Assert.Equal(step + 1, told.Points()[0].Step);
        Assert.All(s_compared, series => Assert.Equal(expected.Curve(series), stopped.Concat(told).Curve(series)));
        Assert.Equal(weights, await WeightsAsync(server, fork.Id));
    }

    private static Task<Job> StartAsync(DashboardServer server, string trainer)
    {
        var given = trainer == "mlp"
            ? new Dictionary<string, object> { ["hiddenLayers"] = (int[])[256, 256], ["dropout"] = 0.2, ["optimizer"] = "adam", ["batchSize"] = 16 }
            : new Dictionary<string, object> { ["optimizer"] = "adam", ["batchSize"] = 32 };
        return server.Control.StartAsync(
            new StartRequest
            {
                Trainer = trainer,
                Dataset = trainer == "mlp" ? "spirals" : "digits",
                Epochs = trainer == "mlp" ? 30 : 1,
                Seed = 3,
                Hyperparameters = given.ToDictionary(g => g.Key, g => JsonSerializer.SerializeToElement(g.Value)),
            },
            default);
    }

    private static async Task<(IReadOnlyList<JobEvent> Told, string Weights)> RunAsync(DashboardServer server, string trainer)
    {
        var job = await StartAsync(server, trainer);
        return (await server.FollowAsync(job.Id, JobStatus.Completed), await WeightsAsync(server, job.Id));
    }

    // The whole state at the end, weights, optimizer and generators, by its hash.
    private static async Task<string> WeightsAsync(DashboardServer server, JobId id)
        => (await server.Services.GetRequiredService<CheckpointStore>().ListAsync(id, default)).First(c => c.Reason == CheckpointReason.End).Sha256;
}
