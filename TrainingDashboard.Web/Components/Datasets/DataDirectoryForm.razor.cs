using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Components.Datasets;

/// <summary>Registers files that already lie on the server.</summary>
public sealed partial class DataDirectoryForm
{
    private IReadOnlyList<BrowseEntry> _entries = [];
    private string? _error;
    private string? _busy;

    /// <summary>Told of the new dataset.</summary>
    [Parameter]
    public EventCallback<DatasetInfo> Added { get; set; }

    [Inject]
    private DatasetCatalog Datasets { get; set; } = null!;

    [Inject]
    private DatasetsOptions Options { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized() => _entries = Datasets.Browse();

    private async Task RegisterAsync(BrowseEntry entry, DatasetKind kind)
    {
        (_busy, _error) = (entry.Path, null);
        try
        {
            var title = Path.GetFileNameWithoutExtension(entry.Path.TrimEnd('/'));
            await Added.InvokeAsync(await Datasets.RegisterPathAsync(title, entry.Path, new DatasetChoices { Kind = kind }, CancellationToken.None));
        }
        catch (Exception e) when (e is DatasetFormatException or InvalidInputException)
        {
            _error = e is InvalidInputException input ? string.Join(" ", input.Errors.Select(fault => fault.Message)) : e.Message;
        }
        finally
        {
            _busy = null;
        }
    }
}
