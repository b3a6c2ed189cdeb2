using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Jobs;

/// <summary>Things to test with.</summary>
internal static class A
{
    public static JobSpec Spec { get; } = new("a job", "mlp", "spirals", 1, 1, new Dictionary<string, System.Text.Json.JsonElement>());

    public static Job Job => new()
    {
        Id = JobId.Create(DateTimeOffset.UnixEpoch),
        Number = 1,
        Spec = Spec,
        Status = JobStatus.Queued,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
