using Microsoft.AspNetCore.Components;
using Radzen;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Components.Pages;

/// <summary>The datasets there are, and the ways to add one.</summary>
public sealed partial class DatasetsPage
{
    private IReadOnlyList<DatasetInfo> _datasets = [];
    private DatasetPreview? _preview;

    [Inject]
    private DatasetCatalog Datasets { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized() => _datasets = Datasets.List();

    private Task AddedAsync(DatasetInfo dataset)
    {
        _datasets = Datasets.List();
        return LookAsync(dataset.Name);
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
