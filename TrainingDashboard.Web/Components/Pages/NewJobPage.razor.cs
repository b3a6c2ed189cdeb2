using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
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
    private IReadOnlyList<string> _notes = [];
    private DatasetPreview? _preview;
    private bool _starting;
    private bool _restored;
    private bool _ready;
    private Job? _before;
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
    private NewJobFilling Filling { get; set; } = null!;

    [Inject]
    private IJobStore Jobs { get; set; } = null!;

    [Inject]
    private JobControl Control { get; set; } = null!;

    [Inject]
    private JobForks Forks { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    private string DraftName => NewJobDraft.NameOf(Navigation.Uri);

    private string? Obstacle => NewJobFilling.ObstacleOf(_form, _datasets);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        // costs next to nothing, but for a plug-in that has come since
        Trainers.Look();
        return FillAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        if (await NewJobDraft.ReadAsync(Script, DraftName) is { } draft)
            await RestoreAsync(draft);
        // From here on the browser writes down what is entered, in the place of what was.
        _ready = true;
        StateHasChanged();
    }

    private async Task FillAsync()
    {
        _datasets = Datasets.List();
        (_form, _forkOf, _notes) = await Filling.FillAsync(From, Step, Dataset, CancellationToken.None);
        await PreviewAsync();
    }

    private async Task RestoreAsync(NewJobDraft draft)
    {
        _before = draft.Key is { } key ? await Jobs.FindByKeyAsync(key, CancellationToken.None) : null;
        if (_before is not null)
        {
            await NewJobDraft.DropAsync(Script, DraftName);
            return;
        }

        _notes = [.. _notes, .. draft.Fill(_form, Trainers)];
        _restored = true;
        await PreviewAsync();
    }

    private async Task DiscardAsync()
    {
        await NewJobDraft.DropAsync(Script, DraftName);
        _restored = false;
        await FillAsync();
    }

    private async Task Choose(TrainerDescription trainer)
    {
        _form.Choose(trainer);
        _notes = Filling.ChooseFitting(_form) is { } none ? [none] : [];
        await PreviewAsync();
    }

    private Task ChooseAsync(DatasetInfo dataset)
    {
        _form.Dataset = dataset.Name;
        _notes = [];
        return PreviewAsync();
    }

    private async Task PreviewAsync()
    {
        _preview = null;
        if (Datasets.Find(_form.Dataset) is null)
            return;
        try
        {
            _preview = await Datasets.PreviewAsync(_form.Dataset, CancellationToken.None);
        }
        catch (Exception e) when (e is DatasetUnavailableException or InvalidInputException)
        {
            _form.Errors = [new FieldError("dataset", e.Message)];
        }
    }

    private async Task StartAsync()
    {
        // A second press arrives before the button that took the first one is drawn disabled.
        if (_starting || Obstacle is not null)
            return;
        _starting = true;
        try
        {
            var started = _forkOf is { } parent
                ? await Forks.ForkAsync(parent.Id, _form.ToFork(Step!.Value), _form.Key, CancellationToken.None)
                : await Control.StartAsync(_form.ToRequest(), _form.Key, CancellationToken.None);
            await NewJobDraft.DropAsync(Script, DraftName);
            Navigation.NavigateTo($"jobs/{started.Job.Id}");
            return;
        }
        catch (InvalidInputException e)
        {
            _form.Errors = e.Errors;
        }
        catch (IdempotencyKeyUsedException e)
        {
            // What is in the form now is another job.
            _form.Key = IdempotencyKey.Create();
            var before = e.Job is null ? "another job" : $"job #{e.Job.Number}";
            _form.Errors = [new FieldError("body", $"This form has already started {before}, with other values. Press again to start one more.")];
        }
        catch (Exception e) when (e is CheckpointNotFoundException or CheckpointRefusedException
            or DatasetUnavailableException or JobNotFoundException or WorkLineFullException)
        {
            _form.Errors = [new FieldError("body", e.Message)];
        }
        catch (Exception e) when (e is IOException or System.Data.Common.DbException)
        {
            _form.Errors = [new FieldError("body", $"The job could not be stored: {e.Message}")];
        }

        _starting = false;
    }
}
