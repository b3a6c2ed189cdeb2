using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Jobs;

/// <summary>Where a job is in its life. <see cref="JobStatusMoves"/> says what may follow what.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobStatus>))]
public enum JobStatus
{
    /// <summary>Waits for a free slot.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>A worker holds it and its loop runs.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The loop waits between two batches with everything in memory.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Waits in a checkpoint, its slot freed.</summary>
    [JsonStringEnumMemberName("parked")]
    Parked,

    /// <summary>Was asked to stop and has not ended yet.</summary>
    [JsonStringEnumMemberName("stopping")]
    Stopping,

    /// <summary>The loop came to its end. Final.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Ended by an error. Final.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Stopped by somebody; its checkpoint, if it had begun, is durable. Final.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Its worker went away; it is taken up again from its last checkpoint.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,
}
