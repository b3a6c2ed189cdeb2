using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Control;

/// <summary>One key, one job.</summary>
public sealed class OneStartTests
{
    private static readonly StartRequest s_request = new() { Trainer = "paced", Dataset = "spirals", Name = "once" };

    [Fact]
    public async Task Starts_OfOneKeyAtTheSameTime_GiveOneJob()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);

        for (var round = 0; round < 10; round++)
        {
            var key = $"round-{round}";
            var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => server.Control.StartAsync(s_request, key, default))));

            Assert.Single(started.Select(s => s.Job.Id).Distinct());
            Assert.Single(started, s => !s.IsReplay);
            Assert.Single(started.Select(s => s.Answer).Distinct());
            Assert.Equal(round + 1, (await server.Jobs.ListAsync(default)).Count);
        }
    }

    [Fact]
    public async Task Start_AgainLater_AnswersAsTheFirstTimeAlsoAfterARestart()
    {
        using var folder = new TemporaryFolder();
        using var paced = new PacedTrainer();
        paced.AllowAll();
        Started first;
        await using (var server = await DashboardServer.StartAsync(folder, [], paced))
        {
            first = await server.Control.StartAsync(s_request, "mine", default);
            await server.FollowAsync(first.Job.Id);
        }

        await using var restarted = await DashboardServer.StartAsync(folder, [], paced);
        var again = await restarted.Control.StartAsync(s_request, "mine", default);

        Assert.Equal((first.Job.Id, true, JobStatus.Completed), (again.Job.Id, again.IsReplay, again.Job.Status));
        Assert.Equal(first.Answer, again.Answer);
        Assert.Equal(JobStatus.Queued, again.Answer.Status);
        Assert.Single(await restarted.Jobs.ListAsync(default));
    }

    [Fact]
    public async Task Start_OfSomethingElseUnderAKey_IsRefusedNamingTheJob()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var first = await server.Control.StartAsync(s_request, "mine", default);

        StartRequest[] others = [s_request with { Epochs = 2 }, s_request with { Name = null }, s_request with { Seed = 1 }, new()];
        foreach (var other in others)
        {
            var refused = await Assert.ThrowsAsync<IdempotencyKeyUsedException>(() => server.Control.StartAsync(other, "mine", default));
            Assert.Equal(first.Job.Id, refused.Job!.Id);
            Assert.Contains($"job #{first.Job.Number}", refused.Message, StringComparison.Ordinal);
        }

        Assert.Single(await server.Jobs.ListAsync(default));
    }

    [Fact]
    public async Task Key_OfARefusedStart_IsAsNew()
    {
        await using var server = await DashboardServer.StartAsync();

        await Assert.ThrowsAsync<InvalidInputException>(() => server.Control.StartAsync(new StartRequest { Trainer = "nobody" }, "mine", default));
        var started = await server.Control.StartAsync(new StartRequest { Trainer = "mlp" }, "mine", default);

        Assert.False(started.IsReplay);
    }

    [Fact]
    public async Task Key_OfARemovedJob_IsAsNew()
    {
        using var paced = new PacedTrainer();
        paced.AllowAll();
        await using var server = await DashboardServer.StartAsync(paced);
        var first = await server.Control.StartAsync(s_request, "mine", default);
        await server.FollowAsync(first.Job.Id);
        using var removed = await server.Http.DeleteAsync($"/api/jobs/{first.Job.Id}");

        var again = await server.Control.StartAsync(s_request, "mine", default);

        Assert.NotEqual(first.Job.Id, again.Job.Id);
    }

    [Fact]
    public async Task Start_WhoseCallerHasGone_IsDoneAllTheSame()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Control.StartAsync(s_request, "mine", gone.Token));
        var again = await server.Control.StartAsync(s_request, "mine", default);

        Assert.True(again.IsReplay);
        Assert.Single(await server.Jobs.ListAsync(default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("ümlaut")]
    [InlineData("a/b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public async Task Key_ThatIsNone_IsRefusedByName(string key)
    {
        await using var server = await DashboardServer.StartAsync();

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => server.Control.StartAsync(new StartRequest(), key, default));

        Assert.Equal("Idempotency-Key", Assert.Single(refused.Errors).Field);
    }

    [Fact]
    public void Fingerprint_GoesByWhatIsAsked_NotByItsOrder()
    {
        var one = Request("""{"a":1,"b":[2]}""");
        var other = Request("""{"b":[2],"a":1}""");

        Assert.Equal(IdempotencyKey.For("k", one), IdempotencyKey.For("k", other));
        Assert.NotEqual(IdempotencyKey.For("k", one), IdempotencyKey.For("k", Request("""{"a":1,"b":[3]}""")));
        var (parent, another) = (JobId.Create(DateTimeOffset.UnixEpoch), JobId.Create(DateTimeOffset.UnixEpoch));
        var fork = new ForkRequest { Step = 1 };
        Assert.NotEqual(IdempotencyKey.For("k", parent, fork), IdempotencyKey.For("k", another, fork));
        Assert.NotEqual(IdempotencyKey.For("k", parent, fork), IdempotencyKey.For("k", parent, fork with { Step = 2 }));
    }

    private static StartRequest Request(string hyperparameters) => new()
    {
        Hyperparameters = System.Text.Json.JsonDocument.Parse(hyperparameters).RootElement.EnumerateObject().ToDictionary(v => v.Name, v => v.Value),
    };
}
