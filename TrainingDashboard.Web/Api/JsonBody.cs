using System.Text.Json;
using System.Text.Unicode;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>Reads a request's body as JSON, saying where it is broken.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The body of a route whose clients say what they send or nothing.</summary>
    /// <inheritdoc cref="Parse"/>
    /// <exception cref="BadHttpRequestException">The body is too long, or of another type.</exception>
    public static async Task<JsonElement> ReadJsonOnlyAsync(HttpRequest request, CancellationToken cancellationToken)
        => string.IsNullOrEmpty(request.ContentType) || request.HasJsonContentType()
            ? Parse(await BodyBytes.ReadAsync(request, cancellationToken))
            : throw new BadHttpRequestException("Expected a body of the type application/json.", StatusCodes.Status415UnsupportedMediaType);

    /// <returns>The document's root, or JSON null for an empty body.</returns>
    /// <exception cref="InvalidInputException">The body is not JSON; the message has line and column.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
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
}
