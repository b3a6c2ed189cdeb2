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
        Assert.Equal(JobStatus.Running, (await server.JobAsync(job.Id)).Status);
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
