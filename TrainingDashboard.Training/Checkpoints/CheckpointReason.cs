using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>Why a checkpoint was made.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckpointReason>))]
public enum CheckpointReason
{
    /// <summary>It was time, by the clock or by the number of steps.</summary>
    [JsonStringEnumMemberName("periodic")]
    Periodic,

    /// <summary>The loss over the validation part was lower than ever.</summary>
    [JsonStringEnumMemberName("best")]
    Best,

    /// <summary>Somebody asked for it.</summary>
    [JsonStringEnumMemberName("manual")]
    Manual,

    /// <summary>The job was parked, or the dashboard shut down.</summary>
    [JsonStringEnumMemberName("park")]
    Park,

    /// <summary>The job came to its end or was stopped.</summary>
    [JsonStringEnumMemberName("end")]
    End,
}
