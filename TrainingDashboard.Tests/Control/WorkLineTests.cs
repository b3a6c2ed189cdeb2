using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Control;

public sealed class WorkLineTests
{
    [Fact]
    public async Task Line_LetsSoManyWorkTellsTheOthersTheirPlaceAndRefusesOneTooMany()
    {
        var line = new WorkLine("readings", atOnce: 2, mostWaiting: 2);
        var (first, second) = (await line.EnterAsync(null, default), await line.EnterAsync(null, default));
        var (thirdPlaces, fourthPlaces) = (new Places(), new Places());
        using var gone = new CancellationTokenSource();
        var third = line.EnterAsync(thirdPlaces, gone.Token);
        var fourth = line.EnterAsync(fourthPlaces, default);

        var refused = await Assert.ThrowsAsync<WorkLineFullException>(() => line.EnterAsync(null, default));
        Assert.Equal("2 readings are under way and 2 wait for their turn, as many as may. Ask again when some of them are done.", refused.Message);
        Assert.Equal(new WorkLineState(2, 2, 2), line.State);
        Assert.False(third.IsCompleted || fourth.IsCompleted);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.Equal([1], thirdPlaces.Told);
        first.Dispose();
        first.Dispose();
        using var turn = await fourth.WaitAsync(Eventually.Limit);
        Assert.Equal([2, 1, 0], fourthPlaces.Told);
        Assert.Equal(new WorkLineState(2, 0, 2), line.State);
        second.Dispose();
        Assert.Equal(1, line.State.Running);
    }

    [Fact]
    public async Task Turns_TakenAndGivenUpByManyAtOnce_AreNeverMoreThanThereAreAndAllComeBack()
    {
        var line = new WorkLine("readings", atOnce: 3, mostWaiting: 1_000);
        var (busy, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(async () =>
        {
            using var gone = new CancellationTokenSource(i % 3 == 0 ? TimeSpan.FromMilliseconds(i % 7) : Eventually.Limit);
            try
            {
                using var turn = await line.EnterAsync(null, gone.Token);
                var now = Interlocked.Increment(ref busy);
                for (var seen = most; seen < now; seen = most)
                    Interlocked.CompareExchange(ref most, now, seen);
                await Task.Yield();
                Interlocked.Decrement(ref busy);
            }
            catch (OperationCanceledException) when (i % 3 == 0)
            {
            }
        })));

        Assert.InRange(most, 1, 3);
        Assert.Equal(new WorkLineState(0, 0, 1_000), line.State);
    }

    private sealed class Places : IProgress<int>
    {
        public List<int> Told { get; } = [];

        public void Report(int value) => Told.Add(value);
    }
}
