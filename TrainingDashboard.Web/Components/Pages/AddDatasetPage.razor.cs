using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Web.Api.Datasets;
using TrainingDashboard.Web.Components.AddDataset;

namespace TrainingDashboard.Web.Components.Pages;

/// <summary>Takes files, shows how they would be read, lets that be changed, and makes a dataset of them.</summary>
public sealed partial class AddDatasetPage : IDisposable
{
    private DatasetAdding? _adding;
    private string? _opened;
    private bool _isBusy;
    private bool _isSaving;

    /// <summary>An upload to go on with.</summary>
    [SupplyParameterFromQuery]
    public string? Upload { get; set; }

    [Inject]
    private DatasetCatalog Datasets { get; set; } = null!;

    [Inject]
    private DatasetDrafts Drafts { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool CanAdd => _adding is { Profile.IsReady: true, Fault: null } && !_isBusy && !_isSaving && !string.IsNullOrWhiteSpace(_adding.Title);

    /// <inheritdoc/>
    public void Dispose() => _adding?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // the page is there at once; a large file takes a while to be looked into
        if (!RendererInfo.IsInteractive || Upload == _opened)
            return;
        _opened = Upload;
        _adding?.Dispose();
        _adding = null;
        if (Upload is null)
            return;
        _adding = new DatasetAdding(Drafts, Datasets, Upload) { Moved = StateHasChanged };
        await BusyAsync(_adding.OpenAsync);
    }

    private void Open(string id) => Navigation.NavigateTo($"datasets/add?upload={id}");

    private Task ChooseAsync(DatasetChoices choices) => BusyAsync(() => _adding!.ChooseAsync(choices));

    private Task TakeAsync(Offer offer) => ChooseAsync(offer.Choices.Over(_adding!.Choices));

    private Task ShowLinesAsync(int line) => _adding!.ShowLinesAsync(line);

    private async Task AddAsync(bool train)
    {
        if (!CanAdd)
            return;
        _isSaving = true;
        try
        {
            if (await _adding!.AddAsync() is { } info)
                Navigation.NavigateTo(train ? $"jobs/new?dataset={info.Name}" : $"datasets?show={info.Name}");
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task DiscardAsync()
    {
        if (Upload is not null)
            await Drafts.RemoveAsync(Upload);
        Navigation.NavigateTo("datasets");
    }

    private async Task BusyAsync(Func<Task> work)
    {
        _isBusy = true;
        StateHasChanged();
        try
        {
            await work();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
