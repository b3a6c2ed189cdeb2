using Microsoft.AspNetCore.Components;
using Radzen;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Web.Components.Pages;

/// <summary>The datasets there are, and a look into one of them.</summary>
public sealed partial class DatasetsPage
{
    private const int Few = 8;

    private IReadOnlyList<DatasetInfo> _datasets = [];
    private DatasetPreview? _preview;
    private string _filter = "";

    /// <summary>A dataset to look into.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    [Inject]
    private DatasetCatalog Datasets { get; set; } = null!;

    [Inject]
    private TrainerCatalog Trainers { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    private IEnumerable<DatasetInfo> Shown => _datasets.Where(dataset =>
        dataset.Title.Contains(_filter.Trim(), StringComparison.OrdinalIgnoreCase) || dataset.Name.Contains(_filter.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _datasets = Datasets.List();
        if (Show is not null && _datasets.Any(dataset => dataset.Name == Show))
            await LookAsync(Show);
    }

    private async Task LookAsync(string name)
    {
        try
        {
            _preview = await Datasets.PreviewAsync(name, CancellationToken.None);
        }
        catch (Exception e) when (e is DatasetUnavailableException or InvalidInputException)
        {
            Notifications.Notify(NotificationSeverity.Error, "The dataset cannot be shown", e.Message);
        }
    }

    private async Task RemoveAsync(DatasetInfo dataset)
    {
        var consequence = dataset.Origin == DatasetOrigin.Uploaded
            ? "Its files are deleted from this server."
            : "Its files stay where they are.";
        var sure = await Dialogs.Confirm(
            $"{consequence} Jobs that were trained on it keep their curves.",
            $"Remove “{dataset.Title}”?",
            new ConfirmOptions { OkButtonText = "Remove", CancelButtonText = "Keep" });
        if (sure != true)
            return;
        try
        {
            await Datasets.RemoveAsync(dataset.Name, CancellationToken.None);
        }
        catch (InvalidInputException e)
        {
            Notifications.Notify(NotificationSeverity.Warning, "Not removed", e.Message);
        }

        _datasets = Datasets.List();
        _preview = _preview?.Name == dataset.Name ? null : _preview;
    }
}
