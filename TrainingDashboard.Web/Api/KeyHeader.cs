using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>The header <c>Idempotency-Key</c>, and what is said of an answer that was given before.</summary>
internal static class KeyHeader
{
    /// <summary>Says of an answer that what was asked for had been done before.</summary>
    public const string Replayed = "Idempotency-Replayed";

    /// <summary>The key; null where there is none. A structured field's quotes around it, as in the IETF's draft, may be left out.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static string? Read(HttpRequest request)
    {
        var given = request.Headers[IdempotencyKey.Header];
        if (given.Count == 0)
            return null;
        var text = given[0] ?? "";
        if (text is ['"', .. var quoted, '"'])
            text = quoted;
        if (given.Count == 1 && CommandId.IsProper(text))
            return text;
        throw new InvalidInputException(IdempotencyKey.Header, given.Count == 1 ? CommandId.Expected : $"Expected one value, got {given.Count}.");
    }

    /// <summary>Marks an answer to what had been asked before.</summary>
    public static void Mark(HttpResponse response, Started started)
    {
        if (started.IsReplay)
            response.Headers[Replayed] = "true";
    }
}
