using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Text;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Components.Datasets;

/// <summary>Sends files to the server and shows where they are broken.</summary>
public sealed partial class DatasetUploadForm
{
    private IReadOnlyList<IBrowserFile> _files = [];
    private DatasetKind _kind;
    private string _title = "";
    private string? _target;
    private string? _error;
    private double _percent;
    private bool _busy;

    /// <summary>Told of the new dataset.</summary>
    [Parameter]
    public EventCallback<DatasetInfo> Added { get; set; }

    [Inject]
    private DatasetCatalog Datasets { get; set; } = null!;

    [Inject]
    private DatasetsOptions Options { get; set; } = null!;

    private void Choose(InputFileChangeEventArgs change)
    {
        _error = null;
        _files = [.. change.GetMultipleFiles(maximumFileCount: 10)];
        if (_files.Count > 2)
        {
            _error = "Expected one table, one text, or one images file and its labels file.";
            _files = [];
            return;
        }

        _kind = TextFile.IsNamedSo(_files[0].Name) ? DatasetKind.Text : DatasetKind.Table;
        if (_title.Length == 0)
        {
            _title = Path.GetFileNameWithoutExtension(_files[0].Name).Split('-')[0];
        }
    }

    private async Task UploadAsync()
    {
        (_busy, _error, _percent) = (true, null, 0);
        try
        {
            await Added.InvokeAsync(await RegisterAsync());
            (_files, _title, _target) = ([], "", null);
        }
        catch (Exception e) when (e is DatasetFormatException or InvalidInputException or IOException)
        {
            _error = e is InvalidInputException input ? string.Join(" ", input.Errors.Select(fault => fault.Message)) : e.Message;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task<DatasetInfo> RegisterAsync()
    {
        var total = _files.Sum(file => file.Size);
        var streams = _files.Select(file => new ProgressStream(file.OpenReadStream(Options.Limits.MaxFileBytes), Report)).ToArray();
        try
        {
            if (_files.Count == 1 && _kind == DatasetKind.Text)
                return await Datasets.RegisterTextAsync(_title, new DatasetUpload(_files[0].Name, streams[0]), CancellationToken.None);
            if (_files.Count == 1)
            {
                var options = new DatasetChoices { Target = string.IsNullOrWhiteSpace(_target) ? null : _target.Trim() };
                return await Datasets.RegisterTableAsync(_title, new DatasetUpload(_files[0].Name, streams[0]), options, CancellationToken.None);
            }

            var labels = _files[0].Name.Contains("label", StringComparison.OrdinalIgnoreCase) ? 0 : 1;
            return await Datasets.RegisterImagesAsync(
                _title,
                new DatasetUpload(_files[1 - labels].Name, streams[1 - labels]),
                new DatasetUpload(_files[labels].Name, streams[labels]),
                CancellationToken.None);
        }
        finally
        {
            foreach (var stream in streams)
                await stream.DisposeAsync();
        }

        void Report(long read)
        {
            var percent = Math.Min(100, _percent + (100.0 * read / total));
            var show = (int)percent != (int)_percent;
            _percent = percent;
            if (show)
                _ = InvokeAsync(StateHasChanged);
        }
    }
}
