using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Tests.Feed;

public sealed class ReaderWaitTests
{
    [Fact]
    public async Task Ring_Armed_EndsOneWaitAndCanBeUsedAgain()
    {
        using var wait = new ReaderWait(CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            wait.Arm();
            var waiting = wait.WaitAsync();
            Assert.False(waiting.IsCompleted);
            wait.Ring();
            wait.Ring();
            await waiting.AsTask().WaitAsync(Eventually.Limit);
        }
    }

    [Fact]
    public async Task Cancel_WhileWaitingOrBefore_EndsTheWait()
    {
        using var source = new CancellationTokenSource();
        using var wait = new ReaderWait(source.Token);
        wait.Arm();
        var waiting = wait.WaitAsync().AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting.WaitAsync(Eventually.Limit));

        wait.Arm();
        await Assert.ThrowsAsync<OperationCanceledException>(() => wait.WaitAsync().AsTask().WaitAsync(Eventually.Limit));

        using var late = new ReaderWait(source.Token);
        late.Arm();
        await Assert.ThrowsAsync<OperationCanceledException>(() => late.WaitAsync().AsTask().WaitAsync(Eventually.Limit));
    }

    [Fact]
    public async Task Ring_RacingWithCancel_EndsTheWaitOnce()
    {
        for (var i = 0; i < 2_000; i++)
        {
            using var source = new CancellationTokenSource();
            using var wait = new ReaderWait(source.Token);
            wait.Arm();
            var waiting = wait.WaitAsync().AsTask();
            var ring = Task.Run(wait.Ring);
            await source.CancelAsync();
            await ring;
            Assert.Same(waiting, await Task.WhenAny(waiting, Task.Delay(Eventually.Limit)));
        }
    }

    [Fact]
    public async Task WaitingReaders_ManyThatComeAndGo_AreEachRungAfterEveryFrame()
    {
        var waiting = new WaitingReaders();
        long published = 0;
        var readers = Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            using var wait = new ReaderWait(Eventually.Deadline());
            while (true)
            {
                // as the feed does: what is published after the wait is armed rings it
                wait.Arm();
                waiting.Add(wait);
                if (Interlocked.Read(ref published) == 500)
                    break;
                await wait.WaitAsync();
            }

            waiting.Remove(wait);
        })).ToArray();

        for (var i = 0; i < 500; i++)
        {
            Interlocked.Increment(ref published);
            waiting.Ring();
            await Task.Yield();
        }

        await Task.WhenAll(readers).WaitAsync(Eventually.Limit);
    }
}
