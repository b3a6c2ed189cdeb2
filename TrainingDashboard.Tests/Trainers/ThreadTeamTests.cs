using TrainingDashboard.Training.Trainers.Parallelism;

namespace TrainingDashboard.Tests.Trainers;

public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_OfManyItems_DoesEachOnce(int threads)
    {
        using var team = new ThreadTeam(threads);
        for (var round = 0; round < 50; round++)
        {
            var done = new int[17];
            team.Run(done.Length, (item, worker) =>
            {
                Assert.InRange(worker, 0, threads - 1);
                Interlocked.Increment(ref done[item]);
            });
            Assert.All(done, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Run_OfOneItem_StaysOnTheCallersThread()
    {
        using var team = new ThreadTeam(3);
        var thread = -1;
        team.Run(1, (_, _) => thread = Environment.CurrentManagedThreadId);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Run_WithAFault_ThrowsAndTheTeamGoesOn()
    {
        using var team = new ThreadTeam(2);
        var fault = Assert.Throws<InvalidOperationException>(
            () => team.Run(8, (item, _) => throw new FormatException($"item {item}")));
        Assert.IsType<FormatException>(fault.InnerException);

        var done = 0;
        team.Run(8, (_, _) => Interlocked.Increment(ref done));
        Assert.Equal(8, done);
    }
}
