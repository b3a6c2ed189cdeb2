using System.Globalization;
using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Execution;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>Trains a job in this terminal, into the same storage as the dashboard's.</summary>
/// <param name="workshop">Where.</param>
/// <param name="display">Shows how it gets on.</param>
internal sealed class TrainCommand(Workshop workshop, ITrainingDisplay display)
{
    private const string Caller = "the command line";

    /// <summary>Starts a job and trains it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="InvalidInputException">The request has faults; nothing was started.</exception>
    public async Task<int> StartAsync(StartRequest request)
        => await RunAsync(await workshop.Get<JobControl>().StartAsync(request, CancellationToken.None));

    /// <summary>Goes on with a job that does not run.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedException">It has ended.</exception>
    public async Task<int> ResumeAsync(Job job)
    {
        if (job.Status.IsFinal())
            throw new RefusedException($"Job #{job.Number} is {job.Status.ToWord()}; only a job that has not ended can go on.");
        var feed = workshop.Get<JobFeeds>().Open(job);
        // Whoever held it has gone, or this process could not have the folder.
        if (job.Status.IsHeld())
            await feed.UpdateAsync(j => JobUpdate.Move(j, JobStatus.Interrupted, "Whoever ran the job has gone.", TimeProvider.System.GetUtcNow()), CancellationToken.None);
        if (job.Status == JobStatus.Parked)
            await workshop.Get<JobControl>().SendAsync(job.Id, CommandAction.Resume, Caller, CancellationToken.None);
        else if (job.Desired == DesiredState.Pause)
            await feed.UpdateAsync(j => new JobUpdate(j with { Desired = DesiredState.Run }, [new LogEvent(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), Microsoft.Extensions.Logging.LogLevel.Information, "Taken up on the command line.")]), CancellationToken.None);
        return await RunAsync(feed.Job);
    }

    /// <summary>Values of hyperparameters as they are typed: <c>name=value</c>, the value as JSON or as a word.</summary>
    /// <exception cref="RefusedException">One is not of that form.</exception>
    public static Dictionary<string, JsonElement> Values(IEnumerable<string> typed)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var pair in typed)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new RefusedException($"--set expects name=value, such as --set learningRate=0.01; got '{Shown.Cut(pair)}'.");
            values[pair[..at]] = Parse(pair[(at + 1)..]);
        }

        return values;
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }

    private async Task<int> RunAsync(Job job)
    {
        var feed = workshop.Get<JobFeeds>().Open(job);
        using var shutdown = new CancellationTokenSource();
        var asked = 0;
        void OnCancel(object? sender, ConsoleCancelEventArgs pressed)
        {
            pressed.Cancel = true;
            if (Interlocked.Increment(ref asked) > 1)
            {
                shutdown.Cancel();
                return;
            }

            display.Say("Parking the job at its next batch. Once more to end at once.");
            _ = workshop.Get<JobControl>().SendAsync(job.Id, CommandAction.Park, Caller, CancellationToken.None);
        }

        Console.CancelKeyPress += OnCancel;
        try
        {
            var shown = display.ShowAsync(feed, feed.Job.Seq);
            await workshop.Get<JobRunner>().RunAsync(job.Id, shutdown.Token);
            await display.EndAsync(shown);
        }
        finally
        {
            Console.CancelKeyPress -= OnCancel;
        }

        var ended = feed.Job;
        var seconds = ((ended.CompletedAt ?? TimeProvider.System.GetUtcNow()) - (ended.StartedAt ?? ended.CreatedAt)).TotalSeconds;
        display.Finish(ended, string.Create(CultureInfo.InvariantCulture, $"Job #{ended.Number} is {ended.Status.ToWord()} after {seconds:0.0} s at step {ended.Progress.Step}.{(ended.Reason is null ? "" : $" {ended.Reason}")}"));
        return ended.Status switch
        {
            JobStatus.Completed => ExitCode.Done,
            JobStatus.Cancelled => ExitCode.Cancelled,
            JobStatus.Parked or JobStatus.Interrupted => ExitCode.Parked,
            _ => ExitCode.Failed,
        };
    }
}
