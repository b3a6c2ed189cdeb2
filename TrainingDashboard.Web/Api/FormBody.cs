using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>The fields of a short HTML form, in the order they come. One with files is read by <see cref="UploadForm"/>.</summary>
internal static class FormBody
{
    private const int MaximumFields = 200;
    private const int MaximumBoundaryLength = 70;

    /// <summary>Whether a request says that its body is a form.</summary>
    public static bool IsForm(HttpRequest request)
        => TypeOf(request) is { } type && (IsAddressed(type) || IsMultipart(type));

    /// <summary>
    /// The fields of a form, or null where the body is JSON all the same: some programs, such as <c>curl -d</c>, call whatever they
    /// send a form.
    /// </summary>
    /// <exception cref="InvalidInputException">The form is broken, has a file, or too many fields.</exception>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>?> ReadAsync(
        HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var type = TypeOf(request)!;
        if (IsMultipart(type))
            return await ReadPartsAsync(type, body, cancellationToken);
        if (body.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..])
            return null;
        return ReadPairs(body.Span);
    }

    private static MediaTypeHeaderValue? TypeOf(HttpRequest request)
        => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type : null;

    private static bool IsAddressed(MediaTypeHeaderValue type)
        => type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static bool IsMultipart(MediaTypeHeaderValue type)
        => type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    private static List<KeyValuePair<string, string>> ReadPairs(ReadOnlySpan<byte> body)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var pair in Text(body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = pair.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? at : pair.Length;
            var name = Decoded(pair[..end]) ?? throw new InvalidInputException(Shown.Cut(pair[..end]), "Expected a name in UTF-8.");
            var value = Decoded(pair[Math.Min(end + 1, pair.Length)..]) ?? throw new InvalidInputException(Shown.Cut(name), "Expected text in UTF-8.");
            Add(fields, name, value);
        }

        return fields;
    }

    // Null for bytes that are no text, where others put something in their place or leave them as they are written.
    private static string? Decoded(string text)
    {
        var encoded = Encoding.UTF8.GetBytes(text);
        var bytes = WebUtility.UrlDecodeToBytes(encoded, 0, encoded.Length);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static async Task<List<KeyValuePair<string, string>>> ReadPartsAsync(
        MediaTypeHeaderValue type, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > MaximumBoundaryLength)
            throw new InvalidInputException("body", $"Expected a form with a boundary of 1 to {MaximumBoundaryLength} characters.");
        var fields = new List<KeyValuePair<string, string>>();
        try
        {
            using var bytes = new MemoryStream(body.ToArray());
            var reader = new MultipartReader(boundary.ToString(), bytes) { HeadersCountLimit = 8, HeadersLengthLimit = 4 * 1024 };
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || disposition.Name.Length == 0)
                    throw new InvalidInputException("body", "Expected every part of the form to have a name.");
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue)
                    throw new InvalidInputException(Shown.Cut(name), "Expected a text, got a file.");
                using var content = new MemoryStream();
                await section.Body.CopyToAsync(content, cancellationToken);
                Add(fields, name, Text(content.ToArray()));
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new InvalidInputException("body", $"Expected a form: {e.Message}");
        }

        return fields;
    }

    private static void Add(List<KeyValuePair<string, string>> fields, string name, string value)
    {
        if (fields.Count == MaximumFields)
            throw new InvalidInputException("body", $"Expected a form of at most {MaximumFields} fields.");
        fields.Add(KeyValuePair.Create(name, value));
    }

    private static string Text(ReadOnlySpan<byte> bytes)
        => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw new InvalidInputException("body", "Expected a form in UTF-8.");
}
