using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Control;

/// <summary>What a command asks of a job.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CommandAction>))]
public enum CommandAction
{
    /// <summary>Wait at the next batch boundary with everything in memory.</summary>
    [JsonStringEnumMemberName("pause")]
    Pause,

    /// <summary>Go on after a pause.</summary>
    [JsonStringEnumMemberName("resume")]
    Resume,

    /// <summary>End at the next batch boundary, keeping a checkpoint.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,
}
