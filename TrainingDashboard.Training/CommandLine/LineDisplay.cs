using System.Text.Json;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>A line for each thing that happens: text for people and logs, or JSON for programs.</summary>
/// <param name="output">Where to.</param>
/// <param name="json">Whether as JSON: the job's events as everywhere, without its points, and its line where it is at.</param>
internal sealed class LineDisplay(TextWriter output, bool json) : ITrainingDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _end = new();
    private long _last;

    /// <inheritdoc/>
    public async Task ShowAsync(JobFeed feed, long after)
    {
        var told = TimeProvider.System.GetTimestamp();
        try
        {
            await foreach (var delivery in feed.ReadAsync(after, _end.Token))
            {
                foreach (var happened in delivery.Frames.SelectMany(frame => frame.Events))
                    Show(happened);
                if (json && TimeProvider.System.GetElapsedTime(told) >= s_interval)
                {
                    told = TimeProvider.System.GetTimestamp();
                    await output.WriteLineAsync(JsonSerializer.Serialize(new { kind = "progress", job = JobSummary.Of(feed.Job) }, FeedJson.Options));
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // A job that is parked has not ended; what it said last is still to be shown.
            foreach (var happened in await feed.HistoryAsync(CancellationToken.None))
            {
                if (happened.Seq > _last)
                    Show(happened);
            }
        }
    }

    /// <inheritdoc/>
    public async Task EndAsync(Task shown)
    {
        await Task.WhenAny(shown, Task.Delay(s_interval));
        await _end.CancelAsync();
        await shown;
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    /// <inheritdoc/>
    public void Say(string text)
    {
        if (!json)
            output.WriteLine(text);
    }

    /// <inheritdoc/>
    public void Finish(Job job, string sentence)
        => output.WriteLine(json ? JsonSerializer.Serialize(new { kind = "ended", job = JobSummary.Of(job) }, FeedJson.Options) : sentence);

    private void Show(JobEvent happened)
    {
        _last = happened.Seq;
        if (json && happened is not (MetricsEvent or ConfusionEvent))
            output.WriteLine(JsonSerializer.Serialize(happened, FeedJson.Options));
        else if (!json && happened is LogEvent line)
            output.WriteLine(line.Text);
        else if (!json && happened is CheckpointEvent kept)
            output.WriteLine($"checkpoint at step {kept.Step}");
    }
}
