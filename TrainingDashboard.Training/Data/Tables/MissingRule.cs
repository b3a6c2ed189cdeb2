using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>What becomes of a cell without a value.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MissingRule>))]
public enum MissingRule
{
    /// <summary>Numbers and dates: the mean of the training part.</summary>
    [JsonStringEnumMemberName("mean")]
    Mean,

    /// <summary>Numbers and dates: the median of the training part.</summary>
    [JsonStringEnumMemberName("median")]
    Median,

    /// <summary>Categories: a category of its own.</summary>
    [JsonStringEnumMemberName("own")]
    Own,

    /// <summary>The row is left out.</summary>
    [JsonStringEnumMemberName("drop")]
    Drop,
}
