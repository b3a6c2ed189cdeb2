using System.Text.Json;
using System.Text.Unicode;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>Reads a request's body as JSON, saying where it is broken.</summary>
internal static class JsonBody
{
    private const int MaximumBytes = 256 * 1024;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The same, for routes whose clients say what they send or nothing.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static Task<JsonElement> ReadJsonOnlyAsync(HttpRequest request, CancellationToken cancellationToken)
        => string.IsNullOrEmpty(request.ContentType) || request.HasJsonContentType()
            ? ReadAsync(request, cancellationToken)
            : throw new BadHttpRequestException("Expected a body of the type application/json.", StatusCodes.Status415UnsupportedMediaType);

    /// <returns>The document's root, or JSON null for an empty body.</returns>
    /// <exception cref="InvalidInputException">The body is not JSON; the message has line and column.</exception>
    /// <exception cref="BadHttpRequestException">The body is too long.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaximumBytes)
            throw TooLong();
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > MaximumBytes)
                throw TooLong();
            buffer.Write(chunk, 0, read);
        }

        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        if (!Utf8.IsValid(bytes.Span))
            throw new InvalidInputException("body", "Expected JSON in UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(bytes.Span.Trim(" \t\r\n"u8).IsEmpty ? "null"u8.ToArray() : bytes, s_options);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            // A field that is there twice has no line and column; the message names it.
            throw new InvalidInputException("body", e.LineNumber is null ? e.Message : $"Expected JSON; it breaks at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw new InvalidInputException("body", "Expected JSON whose names are text; one of them holds half of a surrogate pair.");
        }
    }

    private static BadHttpRequestException TooLong()
        => new($"The body is longer than {MaximumBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
}
