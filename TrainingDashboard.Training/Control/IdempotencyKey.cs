using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>The caller's word for one start: sent again, it gets the same job.</summary>
public static class IdempotencyKey
{
    /// <summary>The name of the header that carries it.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The longest key: as a command's id.</summary>
    public const int MaximumLength = CommandId.MaximumLength;

    /// <summary>A new one.</summary>
    public static string Create() => Guid.NewGuid().ToString("N");

    /// <summary>The caller's key for a start.</summary>
    /// <exception cref="InvalidInputException">It is no key.</exception>
    public static StartKey For(string key, StartRequest request) => Of(key, "start", request, request.Hyperparameters);

    /// <summary>The caller's key for a fork of a job.</summary>
    /// <exception cref="InvalidInputException">It is no key.</exception>
    public static StartKey For(string key, JobId parent, ForkRequest request) => Of(key, $"fork {parent}", request, request.Hyperparameters);

    // By what was asked, not by the bytes it came in: the order of fields does not matter, nor where they were sent.
    private static StartKey Of<T>(string key, string what, T request, IReadOnlyDictionary<string, JsonElement>? hyperparameters)
    {
        if (!CommandId.IsProper(key))
            throw new InvalidInputException(Header, CommandId.Expected);
        var fields = JsonSerializer.SerializeToNode(request, FeedJson.Options)!.AsObject();
        fields.Remove("hyperparameters");
        var values = (hyperparameters ?? new Dictionary<string, JsonElement>()).OrderBy(value => value.Key, StringComparer.Ordinal);
        var text = $"{what}\n{fields.ToJsonString()}\n{string.Concat(values.Select(value => $"{value.Key}={value.Value.GetRawText()}\n"))}";
        return new StartKey(key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
