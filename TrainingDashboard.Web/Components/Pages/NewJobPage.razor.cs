using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Components.NewJob;

namespace TrainingDashboard.Web.Components.Pages;

/// <summary>Chooses trainer, dataset and hyperparameters, and starts.</summary>
public sealed partial class NewJobPage
{
    private NewJobForm _form = null!;
    private IReadOnlyList<DatasetInfo> _datasets = [];
    private DatasetPreview? _preview;
    private bool _starting;
    private Job? _forkOf;

    /// <summary>A job to take every setting from.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>The step of that job's checkpoint to begin with; null to begin at the beginning.</summary>
    [SupplyParameterFromQuery]
    public long? Step { get; set; }

    /// <summary>A dataset to begin with.</summary>
    [SupplyParameterFromQuery]
    public string? Dataset { get; set; }

    [Inject]
    private TrainerCatalog Trainers { get; set; } = null!;

    [Inject]
    private PluginCatalog Plugins { get; set; } = null!;

    [Inject]
    private DatasetCatalog Datasets { get; set; } = null!;

    [Inject]
    private JobFeeds Feeds { get; set; } = null!;

    [Inject]
    private JobControl Control { get; set; } = null!;

    [Inject]
    private CheckpointControl Checkpoints { get; set; } = null!;

    [Inject]
    private JobForks Forks { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _datasets = Datasets.List();
        // costs next to nothing, but for a plug-in that has come since
        Trainers.Look();
        _form = new NewJobForm(Trainers.Default.Description);
        if (JobId.TryParse(From, out var id) && await Feeds.FindAsync(id, CancellationToken.None) is { } feed
            && Trainers.Find(feed.Job.Spec.Trainer) is { } trainer)
        {
            _form.Take(feed.Job.Spec, trainer.Description);
            if (Step is { } step)
            {
                _forkOf = feed.Job;
                // What was changed by then is what a fork goes on with.
                if ((await Checkpoints.ListAsync(id, CancellationToken.None)).FirstOrDefault(c => c.Step == step) is { } checkpoint)
                    _form.Take(SteeredSpec.At(feed.Job, trainer.Description, step, checkpoint.Epoch), trainer.Description);
                _form.Name = null;
                _form.Epochs = feed.Job.Status == JobStatus.Completed ? feed.Job.Epochs * 2 : feed.Job.Epochs;
            }
        }
        else if (_datasets.FirstOrDefault(d => d.Name == Dataset) is { } wanted)
        {
            _form.Choose(Trainers.All.Select(t => t.Description).FirstOrDefault(t => t.Accepts.Contains(wanted.Kind) && t.Accepts.Count == 1) ?? _form.Trainer);
            _form.Dataset = wanted.Name;
        }

        await ShowDatasetAsync();
    }

    private async Task Choose(TrainerDescription trainer)
    {
        _form.Choose(trainer);
        await ShowDatasetAsync();
    }

    private Task ChooseAsync(DatasetInfo dataset)
    {
        _form.Dataset = dataset.Name;
        return ShowDatasetAsync();
    }

    private async Task ShowDatasetAsync()
    {
        if (_datasets.FirstOrDefault(d => d.Name == _form.Dataset) is not { } chosen || !_form.Trainer.Accepts.Contains(chosen.Kind))
            _form.Dataset = _datasets.FirstOrDefault(d => _form.Trainer.Accepts.Contains(d.Kind))?.Name ?? "";
        if (_form.Dataset.Length == 0)
        {
            _preview = null;
            return;
        }

        try
        {
            _preview = await Datasets.PreviewAsync(_form.Dataset, CancellationToken.None);
        }
        catch (Exception e) when (e is DatasetUnavailableException or InvalidInputException)
        {
            _preview = null;
            _form.Errors = [new FieldError("dataset", e.Message)];
        }
    }

    private async Task StartAsync()
    {
        _starting = true;
        try
        {
            var job = _forkOf is { } parent
                ? await Forks.ForkAsync(parent.Id, _form.ToFork(Step!.Value), CancellationToken.None)
                : await Control.StartAsync(_form.ToRequest(), CancellationToken.None);
            Navigation.NavigateTo($"jobs/{job.Id}");
        }
        catch (InvalidInputException e)
        {
            _form.Errors = e.Errors;
            _starting = false;
        }
        catch (Exception e) when (e is CheckpointNotFoundException or CheckpointRefusedException or DatasetUnavailableException)
        {
            _form.Errors = [new FieldError("body", e.Message)];
            _starting = false;
        }
    }
}
