using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>A command as a client writes it into a WebSocket: a bare word, or JSON with an id.</summary>
/// <param name="Action">What it asks.</param>
/// <param name="Id">The client's name for it; null for a bare word.</param>
internal sealed record SocketCommand(CommandAction Action, string? Id)
{
    private const string Expected = "Expected stop, pause, resume, park or checkpoint, or JSON such as {\"id\":\"1\",\"action\":\"pause\"}.";
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <exception cref="InvalidInputException">It is none.</exception>
    public static SocketCommand Read(ReadOnlyMemory<byte> message)
    {
        if (ParseAction(message.Span.Trim(" \t\r\n"u8)) is { } word)
            return new SocketCommand(word, Id: null);
        try
        {
            using var document = JsonDocument.Parse(message, s_json);
            return Read(document.RootElement);
        }
        // Half of a surrogate pair in a name or a text shows when it is read.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException("message", Expected);
        }
    }

    /// <summary>The action of a word; null where there is none of this name.</summary>
    public static CommandAction? ParseAction(ReadOnlySpan<byte> word)
        => word.SequenceEqual("stop"u8) ? CommandAction.Stop
            : word.SequenceEqual("pause"u8) ? CommandAction.Pause
            : word.SequenceEqual("resume"u8) ? CommandAction.Resume
            : word.SequenceEqual("park"u8) ? CommandAction.Park
            : word.SequenceEqual("checkpoint"u8) ? CommandAction.Checkpoint
            : null;

    private static SocketCommand Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("action", out var action) || action.ValueKind != JsonValueKind.String
            || ParseAction(System.Text.Encoding.UTF8.GetBytes(action.GetString()!)) is not { } known)
        {
            throw new InvalidInputException("message", Expected);
        }

        if (!json.TryGetProperty("id", out var id) || id.ValueKind == JsonValueKind.Null)
            return new SocketCommand(known, Id: null);
        return id.ValueKind == JsonValueKind.String
            ? new SocketCommand(known, CommandId.Check(id.GetString()!))
            : throw new InvalidInputException("id", "Expected a text.");
    }
}
