using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>A bar in a terminal, with the loss, the speed and the time left.</summary>
internal sealed class BarDisplay : ITrainingDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _end = new();

    /// <inheritdoc/>
    public Task ShowAsync(JobFeed feed, long after)
    {
        AnsiConsole.MarkupLineInterpolated($"Job #{feed.Job.Number}, {feed.Job.Spec.Name}");
        return AnsiConsole.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 16 }, new LeftColumn(() => JobSummary.Of(feed.Job)))
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(Describe(JobSummary.Of(feed.Job))), maxValue: 100);
                while (!_end.IsCancellationRequested)
                {
                    Show(bar, feed.Job);
                    await Task.Delay(s_interval, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                Show(bar, feed.Job);
            });
    }

    /// <inheritdoc/>
    public async Task EndAsync(Task shown)
    {
        await _end.CancelAsync();
        await shown;
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    /// <inheritdoc/>
    public void Say(string text) => AnsiConsole.MarkupLineInterpolated($"[yellow]{text}[/]");

    /// <inheritdoc/>
    public void Finish(Job job, string sentence)
        => AnsiConsole.MarkupLineInterpolated($"[{(job.Status == JobStatus.Completed ? "green" : job.Status == JobStatus.Failed ? "red" : "yellow")}]{sentence}[/]");

    private static void Show(ProgressTask bar, Job job)
    {
        var summary = JobSummary.Of(job);
        bar.Value = summary.Progress;
        bar.Description = Markup.Escape(Describe(summary));
    }

    private static string Describe(JobSummary job)
    {
        var validation = job.ValidationAccuracy is { } accuracy ? $"  val {accuracy:P1}" : job.ValidationLoss is { } loss ? $"  val loss {loss:G4}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {job.Epoch}/{job.TotalEpochs}  loss {job.Loss:G4}{validation}{(job.StepsPerSecond is { } speed ? $"  {speed:N0} steps/s" : "")}");
    }

    /// <summary>The time left, by the job's own speed.</summary>
    private sealed class LeftColumn(Func<JobSummary> job) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
            => new Text(job().SecondsLeft is { } seconds ? $"{TimeSpan.FromSeconds(Math.Min(seconds, 86_399)):hh\\:mm\\:ss}" : "", new Style(Color.Grey));
    }
}
