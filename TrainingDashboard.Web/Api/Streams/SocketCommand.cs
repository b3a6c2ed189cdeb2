using System.Text;
using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>A command as a client writes it into a WebSocket: a bare word, or the JSON that all transports take.</summary>
internal static class SocketCommand
{
    private const int LongestWord = 20;
    private static readonly string s_expected =
        $"Expected {string.Join(", ", CommandActions.Words)}, or JSON such as {{\"id\":\"1\",\"action\":\"step\",\"arguments\":{{\"batches\":10}}}}.";

    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <exception cref="InvalidInputException">It is none, or one whose fields are wrong.</exception>
    public static CommandRequest Read(ReadOnlyMemory<byte> message)
    {
        var word = message.Span.Trim(" \t\r\n"u8);
        if (word.Length <= LongestWord && CommandActions.Parse(Encoding.UTF8.GetString(word)) is not null)
            return CommandJson.Read(Encoding.UTF8.GetString(word), arguments: null, id: null);
        try
        {
            using var document = JsonDocument.Parse(message, s_json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidInputException("message", s_expected);
            return CommandJson.Read(document.RootElement);
        }
        // Half of a surrogate pair in a name shows when it is read.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException("message", s_expected);
        }
    }
}
