using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>In which order the parts of a date are written where they are all numbers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DateOrder>))]
public enum DateOrder
{
    /// <summary>2024-03-01.</summary>
    [JsonStringEnumMemberName("yearFirst")]
    YearFirst,

    /// <summary>01/03/2024 is the first of March.</summary>
    [JsonStringEnumMemberName("dayFirst")]
    DayFirst,

    /// <summary>01/03/2024 is the third of January.</summary>
    [JsonStringEnumMemberName("monthFirst")]
    MonthFirst,
}
