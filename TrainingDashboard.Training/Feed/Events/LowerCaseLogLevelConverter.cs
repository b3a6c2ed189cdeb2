using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace TrainingDashboard.Training.Feed.Events;

/// <summary>Log levels on the wire: <c>information</c>, <c>warning</c> and so on.</summary>
internal sealed class LowerCaseLogLevelConverter : JsonConverter<LogLevel>
{
    public override LogLevel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Enum.TryParse<LogLevel>(reader.GetString(), ignoreCase: true, out var level)
            ? level
            : throw new JsonException("Expected a log level.");

    public override void Write(Utf8JsonWriter writer, LogLevel value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.ToString().ToLowerInvariant());
}
