using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Control;

/// <summary>What a command asks of a job.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CommandAction>))]
public enum CommandAction
{
    /// <summary>Wait at the next batch boundary with everything in memory.</summary>
    [JsonStringEnumMemberName("pause")]
    Pause,

    /// <summary>Go on after a pause, or line a parked job up again.</summary>
    [JsonStringEnumMemberName("resume")]
    Resume,

    /// <summary>End at the next batch boundary, keeping a checkpoint.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,

    /// <summary>Leave the worker at the next batch boundary and wait in a checkpoint.</summary>
    [JsonStringEnumMemberName("park")]
    Park,

    /// <summary>Keep a checkpoint at the next batch boundary and go on.</summary>
    [JsonStringEnumMemberName("checkpoint")]
    Checkpoint,

    /// <summary>Go on from an earlier checkpoint (<see cref="JobRewind"/>).</summary>
    [JsonStringEnumMemberName("rewind")]
    Rewind,
}
