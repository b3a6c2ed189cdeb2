using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Web.Components.Jobs;
using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Web.Components.Pages;

/// <summary>
/// One job: head, controls and history from here, live; the curves draw themselves over their own hub connection.
/// </summary>
public sealed partial class JobPage : LiveComponent
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    // All there is at every turn: a page that took it in small pieces would fall behind a fast job, and a receipt with it.
    private static readonly ReaderOptions s_all = new()
    {
        Behind = FallBehind.Snapshot, DeliveryEvents = int.MaxValue, DeliveryBytes = long.MaxValue,
    };

    private static readonly string[] s_drawn =
    [
        SeriesNames.Loss, SeriesNames.ValidationLoss, SeriesNames.LearningRate, SeriesNames.GradientNorm, SeriesNames.SamplesPerSecond,
        SeriesNames.SystemProcessor, SeriesNames.SystemMemory, SeriesNames.SystemHeap, SeriesNames.SystemCollecting, SeriesNames.SystemThreads,
    ];

    private readonly JobHistory _history = new();
    private JobFeed? _feed;
    private string? _damage;
    private double? _best;
    private bool _classifies;

    /// <summary>The job's id as the address has it.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private JobFeeds Feeds { get; set; } = null!;

    [Inject]
    private DatasetCatalog Datasets { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>The series that have a chart of their own on the page, or in its tab about the system.</summary>
    private string DrawnSeries => string.Join(',', _classifies ? s_drawn.Concat([SeriesNames.Accuracy, SeriesNames.ValidationAccuracy]) : s_drawn);

    private JobSummary Summary => JobSummary.Of(_feed!.Job);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            await LoadAsync();
        }
        catch (Exception e) when (StorageCare.IsDamage(e))
        {
            _damage = StorageCare.Sentence(e);
        }
    }

    private async Task LoadAsync()
    {
        if (!JobId.TryParse(Id, out var id) || await Feeds.FindAsync(id, Gone) is not { } feed)
            return;
        _history.Take(await feed.HistoryAsync(Gone));
        _best = await BestAsync(feed);
        // A dataset that is gone leaves the curves to tell.
        _classifies = Datasets.Find(feed.Job.Spec.Dataset) is not { Classes: 0 };
        _feed = feed;
    }

    /// <inheritdoc/>
    protected override async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_feed is not { } feed)
            return;
        await foreach (var delivery in feed.ReadAsync(_history.Seq, s_all, cancellationToken))
        {
            var best = Math.Max(_best ?? 0, feed.Job.Progress.ValidationAccuracy ?? 0);
            var happened = delivery.Snapshot is null
                ? delivery.Frames.SelectMany(frame => frame.Events)
                : await feed.HistoryAsync(cancellationToken);
            await ShowAsync(() =>
            {
                _history.Take(happened);
                if (best > 0)
                    _best = best;
            });
            await Task.Delay(s_interval, Time, cancellationToken);
        }
    }

    private async Task<double?> BestAsync(JobFeed feed)
        => await feed.SeriesAsync(SeriesNames.ValidationAccuracy, 2_000, Gone) is { Max.Count: > 0 } accuracy
            ? accuracy.Max.Max()
            : null;
}
