using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>A multipart form read part by part, in the order it comes: texts first, then files.</summary>
internal sealed class UploadForm
{
    private const int MaximumBoundaryLength = 70;
    private const int MaximumTextBytes = 4 * 1024;
    private static readonly string[] s_files = ["table", "text", "images", "labels"];
    private readonly MultipartReader _reader;
    private string? _title;

    /// <exception cref="BadHttpRequestException">The request is no such form.</exception>
    public UploadForm(HttpRequest request)
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
    /// <exception cref="InvalidInputException">It did not come before the files.</exception>
    public string Title => _title ?? throw new InvalidInputException("title", "Expected a title before the files.");

    /// <summary>The column to predict; null where nothing was said.</summary>
    public string? Target { get; private set; }

    /// <summary>Takes in texts up to the next file, which the caller then reads to its end.</summary>
    /// <exception cref="InvalidInputException">The form is broken, or there is no further file.</exception>
    public async Task<UploadPart> ReadToFileAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } part)
        {
            if (part.IsFile)
                return part;
            var text = await TextAsync(part, cancellationToken);
            if (part.Name == "title" && _title is null)
                _title = text;
            else if (part.Name == "target" && Target is null)
                Target = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
            else
                throw new InvalidInputException(Shown.Cut(part.Name), part.Name is "title" or "target" ? "The field is there twice." : "There is no such field.");
        }

        throw new InvalidInputException("body", "Expected a file 'table' or 'text', or files 'images' and then 'labels'.");
    }

    /// <summary>A file's bytes, faults of the form among them told as such.</summary>
    public static Stream File(UploadPart part) => new UploadPartStream(_ => Task.FromResult(part.Content));

    /// <summary>The same for the form's last file: anything after it is refused before the file counts as received.</summary>
    public Stream LastFile(UploadPart part) => new UploadPartStream(_ => Task.FromResult(part.Content), async cancellationToken =>
    {
        if (await NextAsync(cancellationToken) is { } more)
            throw new InvalidInputException(Shown.Cut(more.Name), "Expected nothing after the files.");
    });

    private async Task<UploadPart?> NextAsync(CancellationToken cancellationToken)
    {
        if (await UploadPartStream.Explained(() => _reader.ReadNextSectionAsync(cancellationToken)) is not { } section)
            return null;
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || disposition.Name.Length == 0)
            throw new InvalidInputException("body", "Expected every part of the form to have a name.");
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
        if (isFile != s_files.Contains(name))
            throw new InvalidInputException(Shown.Cut(name), isFile ? "Expected a file to be named table, text, images or labels." : "Expected a file.");
        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        return new UploadPart(name, isFile, fileName.ToString(), section.Body);
    }

    private static async Task<string> TextAsync(UploadPart part, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaximumTextBytes + 1];
        var length = await UploadPartStream.Explained(() => part.Content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).AsTask());
        if (length > MaximumTextBytes)
            throw new InvalidInputException(Shown.Cut(part.Name), $"Expected at most {MaximumTextBytes} bytes of text.");
        return System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length))
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new InvalidInputException(Shown.Cut(part.Name), "Expected text in UTF-8.");
    }
}

/// <summary>One part of a form.</summary>
/// <param name="Name">The field.</param>
/// <param name="IsFile">Whether it has a file name, and so is a file.</param>
/// <param name="FileName">What the file is called where it comes from.</param>
/// <param name="Content">Its bytes, to be read before the next part.</param>
internal sealed record UploadPart(string Name, bool IsFile, string FileName, Stream Content);
