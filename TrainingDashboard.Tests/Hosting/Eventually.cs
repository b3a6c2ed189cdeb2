using System.Diagnostics;

namespace TrainingDashboard.Tests.Hosting;

/// <summary>Bounded waits.</summary>
internal static class Eventually
{
    /// <summary>Longer than anything here takes on a busy machine; only a fault waits this long.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition holds, or fails the test saying what did not happen.</summary>
    public static async Task IsAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            if (since.Elapsed > (limit ?? Limit))
                Assert.Fail($"Not within {(limit ?? Limit).TotalSeconds} s: {what}");
            await Task.Delay(10);
        }
    }

    /// <inheritdoc cref="IsAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task IsAsync(Func<bool> condition, string what, TimeSpan? limit = null)
        => IsAsync(() => Task.FromResult(condition()), what, limit);

    /// <summary>A token that is cancelled when the wait has become too long.</summary>
    public static CancellationToken Deadline() => new CancellationTokenSource(Limit).Token;
}
