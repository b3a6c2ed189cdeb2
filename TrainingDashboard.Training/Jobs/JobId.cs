using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Jobs;

/// <summary>
/// Names a job everywhere: 16 characters, the creation time in milliseconds (10) and randomness (6) in lower-case
/// Crockford base 32, so that ids sort by creation and are safe in a URL and in a file name.
/// </summary>
[JsonConverter(typeof(JobIdJsonConverter))]
public readonly record struct JobId
{
    private const int Length = 16;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> s_alphabet = SearchValues.Create(Alphabet);
    private readonly string? _value;

    private JobId(string value) => _value = value;

    /// <summary>Makes a new id.</summary>
    public static JobId Create(DateTimeOffset now)
    {
        var bits = ((UInt128)(ulong)now.ToUnixTimeMilliseconds() << 30)
            | (uint)RandomNumberGenerator.GetInt32(1 << 30);
        return new JobId(string.Create(Length, bits, static (span, value) =>
        {
            for (var i = span.Length - 1; i >= 0; i--, value >>= 5)
                span[i] = Alphabet[(int)(value & 31)];
        }));
    }

    /// <summary>
    /// Takes a text as an id if it could be one, typed in whatever case; whether there is such a job is for the store to say.
    /// </summary>
    public static bool TryParse(string? text, out JobId id)
    {
        id = default;
        if (text is not { Length: Length })
            return false;
        var lower = text.ToLowerInvariant();
        if (lower.AsSpan().ContainsAnyExcept(s_alphabet))
            return false;
        id = new JobId(lower);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

internal sealed class JobIdJsonConverter : JsonConverter<JobId>
{
    public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => JobId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("This is not a job id.");

    public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.ToString());
}
