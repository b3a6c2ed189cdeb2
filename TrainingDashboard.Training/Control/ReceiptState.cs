using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Control;

/// <summary>How far a command has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptState>))]
public enum ReceiptState
{
    /// <summary>Accepted and durable, on its way to the loop.</summary>
    [JsonStringEnumMemberName("requested")]
    Requested,

    /// <summary>In effect.</summary>
    [JsonStringEnumMemberName("applied")]
    Applied,

    /// <summary>In effect, and the checkpoint that it includes is on the disk.</summary>
    [JsonStringEnumMemberName("durable")]
    Durable,

    /// <summary>Turned down; the job is as it was.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}
