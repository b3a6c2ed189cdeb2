using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Care;

/// <summary>Something in the storage folder that is damaged or of nobody.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Names it among those of its kind: a job's id, a dataset's name, an entry of <c>orphans</c>.</param>
/// <param name="Text">What is the matter, as a sentence.</param>
/// <param name="Bytes">Its size on the disk; null where nobody looked.</param>
public sealed record Finding(FindingKind Kind, string Name, string Text, long? Bytes);

/// <summary>What can be damaged or of nobody.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingKind>))]
public enum FindingKind
{
    /// <summary>A job that cannot be read.</summary>
    [JsonStringEnumMemberName("job")]
    Job,

    /// <summary>A checkpoint that is not what was written.</summary>
    [JsonStringEnumMemberName("checkpoint")]
    Checkpoint,

    /// <summary>The database itself.</summary>
    [JsonStringEnumMemberName("database")]
    Database,

    /// <summary>Checkpoints of no job.</summary>
    [JsonStringEnumMemberName("checkpoints")]
    Checkpoints,

    /// <summary>A dataset that cannot be read.</summary>
    [JsonStringEnumMemberName("dataset")]
    Dataset,

    /// <summary>Something that was set aside.</summary>
    [JsonStringEnumMemberName("setAside")]
    SetAside,
}
