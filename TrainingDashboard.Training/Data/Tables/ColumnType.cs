using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>How a column is read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnType>))]
public enum ColumnType
{
    /// <summary>Numbers, standardised.</summary>
    [JsonStringEnumMemberName("numeric")]
    Numeric,

    /// <summary>One of few texts, one-hot encoded.</summary>
    [JsonStringEnumMemberName("categorical")]
    Categorical,

    /// <summary>Left out: marked so, or without a single value.</summary>
    [JsonStringEnumMemberName("ignored")]
    Ignored,
}
