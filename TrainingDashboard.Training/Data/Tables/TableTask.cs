using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>What is learnt from a table.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TableTask>))]
public enum TableTask
{
    /// <summary>The target is one of some classes.</summary>
    [JsonStringEnumMemberName("classification")]
    Classification,

    /// <summary>The target is a number.</summary>
    [JsonStringEnumMemberName("regression")]
    Regression,
}
