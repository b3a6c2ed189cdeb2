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

    /// <summary>Left out: by choice, or because it has no value or always the same.</summary>
    [JsonStringEnumMemberName("ignored")]
    Ignored,

    /// <summary>Dates or times of day, taken apart into numbers.</summary>
    [JsonStringEnumMemberName("date")]
    Date,

    /// <summary>Names, ids or free text, left out: nearly every row has another.</summary>
    [JsonStringEnumMemberName("text")]
    Text,
}
