using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Data.Files;

/// <summary>How the characters of a text file are written as bytes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TextEncoding>))]
public enum TextEncoding
{
    /// <summary>UTF-8, with or without a byte order mark.</summary>
    [JsonStringEnumMemberName("utf-8")]
    Utf8,

    /// <summary>UTF-16, low byte first.</summary>
    [JsonStringEnumMemberName("utf-16le")]
    Utf16,

    /// <summary>UTF-16, high byte first.</summary>
    [JsonStringEnumMemberName("utf-16be")]
    Utf16BigEndian,

    /// <summary>Windows-1252, which Excel writes as "CSV" in Western Europe.</summary>
    [JsonStringEnumMemberName("windows-1252")]
    Windows1252,

    /// <summary>ISO 8859-1.</summary>
    [JsonStringEnumMemberName("latin-1")]
    Latin1,
}
