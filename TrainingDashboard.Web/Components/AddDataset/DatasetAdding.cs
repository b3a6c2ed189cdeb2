using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api;
using TrainingDashboard.Web.Api.Datasets;

namespace TrainingDashboard.Web.Components.AddDataset;

/// <summary>An upload on its way to become a dataset: what was chosen, and what its files hold if they are read so.</summary>
public sealed class DatasetAdding : IDisposable
{
    private const int LinesShown = 12;
    private const int LinesBefore = 3;

    private readonly DatasetDrafts _drafts;
    private readonly DatasetCatalog _catalog;
    private readonly string _upload;
    private CancellationTokenSource _latest = new();

    /// <param name="drafts">The uploads.</param>
    /// <param name="catalog">Takes datasets in.</param>
    /// <param name="upload">The upload's id.</param>
    internal DatasetAdding(DatasetDrafts drafts, DatasetCatalog catalog, string upload) => (_drafts, _catalog, _upload) = (drafts, catalog, upload);

    /// <summary>What was received.</summary>
    public IReadOnlyList<(string Title, long Bytes)> Files { get; private set; } = [];

    /// <summary>What was chosen so far.</summary>
    public DatasetChoices Choices { get; private set; } = DatasetChoices.None;

    /// <summary>What the files hold; null where they cannot be read so.</summary>
    public DatasetProfile? Profile { get; private set; }

    /// <summary>Some lines of the file as they are.</summary>
    public IReadOnlyList<TextLine> Lines { get; private set; } = [];

    /// <summary>Why the files cannot be read so; null if they can.</summary>
    public string? Fault { get; private set; }

    /// <summary>What could be chosen instead.</summary>
    public IReadOnlyList<Offer> Offers { get; private set; } = [];

    /// <summary>Whether the upload is there no more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>The place in the line of files to be read, 1 for who is next; null where nobody is before this one.</summary>
    public int? Place { get; private set; }

    /// <summary>Called where the place changes.</summary>
    public Action Moved { get; set; } = () => { };

    /// <summary>What to call the dataset.</summary>
    public string Title { get; set; } = "";

    /// <summary>Looks into the files for the first time.</summary>
    public async Task OpenAsync()
    {
        try
        {
            Files = await _drafts.UseAsync(_upload, draft => Task.FromResult(draft.Files), CancellationToken.None);
            Choices = _drafts.ChoicesOf(_upload);
            Title = TitleOf(Files.Count > 0 ? Files[0].Title : _drafts.TitleOf(_upload));
        }
        catch (NotFoundException)
        {
            IsGone = true;
            return;
        }
        await ChooseAsync(Choices);
    }

    /// <summary>Looks into the files anew; what a later choice has overtaken comes to nothing.</summary>
    public async Task ChooseAsync(DatasetChoices choices)
    {
        await _latest.CancelAsync();
        _latest.Dispose();
        var mine = _latest = new CancellationTokenSource();
        // read once: the source may be disposed of by the next choice
        var cancelled = mine.Token;
        Choices = choices;
        _drafts.SetChoices(_upload, choices);
        var place = new Progress<int>(Move);
        try
        {
            var profile = await _drafts.UseAsync(_upload, draft => draft.ExamineAsync(choices, cancelled, place), cancelled);
            (Profile, Fault, Offers, Place) = (profile, null, [], null);
            await ShowLinesAsync(1);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
        }
        catch (NotFoundException)
        {
            IsGone = true;
        }
        catch (DatasetFormatException e)
        {
            (Profile, Fault, Offers) = (null, e.Message, e.Offers);
            await ShowLinesAsync(e.Line ?? 1);
        }
        catch (InvalidInputException e)
        {
            (Fault, Offers) = (string.Join(" ", e.Errors.Select(error => $"{error.Field}: {error.Message}")), []);
        }
        catch (WorkLineFullException e)
        {
            (Fault, Offers) = (e.Message, []);
        }
    }

    private void Move(int place)
    {
        Place = place == 0 ? null : place;
        Moved();
    }

    /// <summary>Shows the lines around one of them.</summary>
    public async Task ShowLinesAsync(int line)
    {
        if (Profile is { Kind: DatasetKind.Images })
        {
            Lines = [];
            return;
        }
        Lines = await _drafts.UseAsync(
            _upload, draft => draft.LinesAsync(Choices.Encoding ?? Profile?.Reading.Table?.Encoding ?? Profile?.Reading.Encoding, Math.Max(1, line - LinesBefore), LinesShown, CancellationToken.None), CancellationToken.None);
    }

    /// <summary>Makes the dataset.</summary>
    /// <returns>Null if it was refused; <see cref="Fault"/> says why.</returns>
    public async Task<DatasetInfo?> AddAsync()
    {
        try
        {
            var info = await _drafts.UseAsync(_upload, draft => _catalog.AddAsync(draft, Title, Choices, CancellationToken.None), CancellationToken.None);
            await _drafts.RemoveAsync(_upload);
            return info;
        }
        catch (NotFoundException)
        {
            IsGone = true;
        }
        catch (DatasetFormatException e)
        {
            (Fault, Offers) = (e.Message, e.Offers);
        }
        catch (InvalidInputException e)
        {
            (Fault, Offers) = (string.Join(" ", e.Errors.Select(error => error.Message)), []);
        }
        catch (WorkLineFullException e)
        {
            (Fault, Offers) = (e.Message, []);
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _latest.Cancel();
        _latest.Dispose();
    }

    // "my_flowers.csv.gz" is called "my flowers": nobody calls their data by what a file system wants
    private static string TitleOf(string fileName)
    {
        var name = fileName;
        while (Path.GetExtension(name) is { Length: > 1 and <= 8 } extension && name.Length > extension.Length)
            name = name[..^extension.Length];
        return name.Replace('_', ' ').Trim();
    }
}
