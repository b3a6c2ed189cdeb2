using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Datasets;

/// <summary>A multipart form that brings files and what is said of them, received part by part as it comes.</summary>
internal sealed class UploadForm
{
    private const int MaximumBoundaryLength = 70;
    private const int MaximumTextBytes = 4 * 1024;
    private const int MaximumTexts = 5_000;
    private const int MaximumFiles = 100;
    private const string ColumnPrefix = "columns.";

    private static readonly Dictionary<string, (FileRole? Role, DatasetKind? Kind)> s_files = new(StringComparer.Ordinal)
    {
        ["file"] = (null, null),
        ["table"] = (FileRole.Main, DatasetKind.Table),
        ["text"] = (FileRole.Main, DatasetKind.Text),
        ["images"] = (FileRole.Main, null),
        ["labels"] = (FileRole.Labels, null),
        ["test"] = (FileRole.Test, null),
        ["testLabels"] = (FileRole.TestLabels, null),
    };

    private readonly MultipartReader _reader;
    private readonly ChoiceReader _choices = new();
    private readonly HashSet<FileRole> _roles = [];
    private string? _title;
    private DatasetKind? _kind;
    private int _files;

    private UploadForm(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException("Expected a body of the type multipart/form-data.", StatusCodes.Status415UnsupportedMediaType);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > MaximumBoundaryLength)
            throw new InvalidInputException("body", $"Expected a form with a boundary of 1 to {MaximumBoundaryLength} characters.");
        _reader = new MultipartReader(boundary.ToString(), request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4 * 1024 };
    }

    /// <summary>What people are to call the dataset.</summary>
    /// <exception cref="InvalidInputException">The form has none.</exception>
    public string Title => _title ?? throw new InvalidInputException("title", "Expected a title, but the field is not there.");

    /// <summary>What was said of the files.</summary>
    public DatasetChoices Choices { get; private set; } = DatasetChoices.None;

    /// <summary>Receives a whole form.</summary>
    /// <param name="request">Has it as its body.</param>
    /// <param name="draft">Takes the files.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadHttpRequestException">The request is no such form.</exception>
    /// <exception cref="InvalidInputException">The form is broken, or has faults; the files are then of no use.</exception>
    /// <exception cref="DatasetFormatException">A file is too large.</exception>
    public static async Task<UploadForm> ReceiveAsync(HttpRequest request, DatasetDraft draft, CancellationToken cancellationToken)
    {
        var form = new UploadForm(request);
        var texts = 0;
        while (await form.NextAsync(cancellationToken) is { } part)
        {
            if (part.IsFile)
                await form.ReceiveFileAsync(part, draft, cancellationToken);
            else if (++texts > MaximumTexts)
                throw new InvalidInputException("body", $"Expected at most {MaximumTexts} fields.");
            else
                form.Take(part.Name, await TextAsync(part, cancellationToken));
        }
        form.Complete();
        return form;
    }

    private async Task ReceiveFileAsync(Part part, DatasetDraft draft, CancellationToken cancellationToken)
    {
        var (role, kind) = s_files[part.Name];
        if (role is { } once && !_roles.Add(once))
            throw new InvalidInputException(part.Name, once == FileRole.Main ? "Expected one table, one text, or one file of images." : "The file is there twice.");
        if (++_files > MaximumFiles)
            throw new InvalidInputException("body", $"Expected at most {MaximumFiles} files.");
        _kind ??= kind;
        await draft.ReceiveAsync(new DatasetUpload(part.FileName, new ExplainedStream(part.Content)), role, cancellationToken);
    }

    private void Take(string name, string text)
    {
        if (name == "title" && _title is null)
            _title = text;
        else if (name == "title")
            _choices.Fault(name, "The field is there twice.");
        else if (name.StartsWith(ColumnPrefix, StringComparison.Ordinal))
            _choices.SetColumn(name[ColumnPrefix.Length..], text);
        else
            _choices.Set(name, text);
    }

    private void Complete()
    {
        if (_files == 0)
            _choices.Fault("body", "Expected a file: 'table', 'text', 'images' and 'labels', or 'file' for any of these.");
        Choices = _choices.Finish();
        if (_kind is { } kind && Choices.Kind is { } said && said != kind)
            throw new InvalidInputException("kind", $"Expected nothing else than the name of the file says, which is {kind.ToString().ToLowerInvariant()}.");
        Choices = Choices with { Kind = Choices.Kind ?? _kind };
    }

    private async Task<Part?> NextAsync(CancellationToken cancellationToken)
    {
        if (await ExplainedStream.Explain(() => _reader.ReadNextSectionAsync(cancellationToken)) is not { } section)
            return null;
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || disposition.Name.Length == 0)
            throw new InvalidInputException("body", "Expected every part of the form to have a name.");
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
        if (isFile != s_files.ContainsKey(name))
            throw new InvalidInputException(Shown.Cut(name), isFile ? $"Expected a file to be named any of {string.Join(", ", s_files.Keys)}." : "Expected a file.");
        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        return new Part(name, isFile, fileName.ToString(), section.Body);
    }

    private static async Task<string> TextAsync(Part part, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaximumTextBytes + 1];
        var length = await ExplainedStream.Explain(() => part.Content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).AsTask());
        if (length > MaximumTextBytes)
            throw new InvalidInputException(Shown.Cut(part.Name), $"Expected at most {MaximumTextBytes} bytes of text.");
        return System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length))
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new InvalidInputException(Shown.Cut(part.Name), "Expected text in UTF-8.");
    }

    /// <param name="Name">The field.</param>
    /// <param name="IsFile">Whether it has a file name, and so is a file.</param>
    /// <param name="FileName">What the file is called where it comes from.</param>
    /// <param name="Content">Its bytes, to be read before the next part.</param>
    private sealed record Part(string Name, bool IsFile, string FileName, Stream Content);
}
