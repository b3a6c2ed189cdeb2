using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Control;

public sealed class CommandIdTests
{
    [Fact]
    public async Task Command_SentManyTimesAtOnceUnderOneId_HasOneEffectAndOneReceipt()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SendAsync(server, job.Id, CommandAction.Pause, "my-pause"))));
        paced.Allow(1);
        await server.FollowAsync(job.Id, JobStatus.Paused);
        var late = await SendAsync(server, job.Id, CommandAction.Pause, "my-pause");
        var resumed = await SendAsync(server, job.Id, CommandAction.Resume, "my-resume");
        paced.AllowAll();
        var events = await server.FollowAsync(job.Id);

        Assert.All([.. receipts, late], r => Assert.Equal(receipts[0], r));
        Assert.Equal(("my-pause", ReceiptState.Requested, ReceiptState.Requested), (receipts[0].Command, receipts[0].State, resumed.State));
        Assert.Equal(
            [("my-pause", ReceiptState.Requested), ("my-pause", ReceiptState.Applied), ("my-resume", ReceiptState.Requested), ("my-resume", ReceiptState.Applied)],
            events.OfType<ReceiptEvent>().Select(r => (r.Command, r.State)));
    }

    [Fact]
    public async Task Refusal_UnderAnId_StaysARefusal()
    {
        using var paced = new PacedTrainer();
        await using var server = await DashboardServer.StartAsync(paced);
        var job = await server.StartJobAsync("paced");
        await server.FollowAsync(job.Id, JobStatus.Running);

        var early = await SendAsync(server, job.Id, CommandAction.Resume, "r");
        await SendAsync(server, job.Id, CommandAction.Pause, "p");
        var again = await SendAsync(server, job.Id, CommandAction.Resume, "r");
        var other = await SendAsync(server, job.Id, CommandAction.Stop, "p");

        Assert.Equal((ReceiptState.Refused, early), (early.State, again));
        Assert.Equal((ReceiptState.Refused, "Another command has this id."), (other.State, other.Reason));
        // The pause may have been obeyed by now; the stop was not.
        Assert.Contains((await server.JobAsync(job.Id)).Status, (JobStatus[])[JobStatus.Running, JobStatus.Paused]);
    }

    [Fact]
    public async Task Command_SentAgainAfterARestart_GetsItsFirstReceipt()
    {
        using var folder = new TemporaryFolder();
        using var paced = new PacedTrainer();
        JobId id;
        Receipt first;
        await using (var server = await DashboardServer.StartAsync(folder, [], paced))
        {
            id = (await server.StartJobAsync("paced")).Id;
            await server.FollowAsync(id, JobStatus.Running);
            first = await SendAsync(server, id, CommandAction.Stop, "my-stop");
            paced.AllowAll();
            await server.FollowAsync(id);
        }

        using var again = new PacedTrainer();
        await using (var server = await DashboardServer.StartAsync(folder, [], again))
        {
            Assert.Equal(first, await SendAsync(server, id, CommandAction.Stop, "my-stop"));
            Assert.Equal(ReceiptState.Refused, (await SendAsync(server, id, CommandAction.Stop, "another")).State);
        }
    }

    [Fact]
    public async Task Command_SentAgainUnderItsIdWithOtherArguments_IsRefusedAlsoAfterARestart()
    {
        using var folder = new TemporaryFolder();
        using var paced = new PacedTrainer();
        JobId id;
        Receipt first;
        await using (var server = await DashboardServer.StartAsync(folder, [], paced))
        {
            id = (await server.StartJobAsync("paced")).Id;
            await server.FollowAsync(id, JobStatus.Running);
            first = await StepAsync(server, id, 2);
            var again = await StepAsync(server, id, 2);
            var other = await StepAsync(server, id, 3);

            Assert.Equal((ReceiptState.Requested, first), (first.State, again));
            Assert.Equal((ReceiptState.Refused, "This id was used for the same command with other arguments."), (other.State, other.Reason));
            Assert.Single((await server.JobAsync(id)).Steering.Pending);
        }

        using var later = new PacedTrainer();
        await using (var server = await DashboardServer.StartAsync(folder, [], later))
        {
            Assert.Equal(first with { State = (await StepAsync(server, id, 2)).State }, await StepAsync(server, id, 2));
            Assert.Equal(ReceiptState.Refused, (await StepAsync(server, id, 3)).State);
        }

        static Task<Receipt> StepAsync(DashboardServer server, JobId job, int batches)
            => server.Control.SendAsync(job, new CommandRequest(CommandAction.Step, new StepArguments(Batches: batches), "my-step"), "a test", default);
    }

    [Fact]
    public void Digest_OfTheSameArgumentsInAnotherOrder_IsTheSame()
    {
        static string? Of(string json) => CommandDigest.Of(CommandJson.ReadArguments(CommandAction.Set, System.Text.Json.JsonDocument.Parse(json).RootElement));

        Assert.Equal(Of("""{"values":{"a":1,"b":[1,2]},"at":5}"""), Of("""{"at":5,"values":{"b":[1,2],"a":1}}"""));
        Assert.NotEqual(Of("""{"values":{"a":1,"b":[1,2]}}"""), Of("""{"values":{"a":1,"b":[12]}}"""));
        Assert.NotEqual(Of("""{"values":{"a":"1"}}"""), Of("""{"values":{"a":1}}"""));
        Assert.Null(CommandDigest.Of(null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\n")]
    [InlineData("ä")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void Id_ThatIsNone_IsRefused(string id)
        => Assert.Throws<InvalidInputException>(() => CommandId.Check(id));

    private static Task<Receipt> SendAsync(DashboardServer server, JobId job, CommandAction action, string id)
        => server.Control.SendAsync(job, action, "a test", id, default);
}
