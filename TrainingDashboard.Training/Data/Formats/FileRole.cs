using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>What a file is in a dataset.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FileRole>))]
public enum FileRole
{
    /// <summary>The table, the text, or the images.</summary>
    [JsonStringEnumMemberName("main")]
    Main,

    /// <summary>The images' labels.</summary>
    [JsonStringEnumMemberName("labels")]
    Labels,

    /// <summary>The table or the images for testing.</summary>
    [JsonStringEnumMemberName("test")]
    Test,

    /// <summary>The labels of the images for testing.</summary>
    [JsonStringEnumMemberName("testLabels")]
    TestLabels,
}
