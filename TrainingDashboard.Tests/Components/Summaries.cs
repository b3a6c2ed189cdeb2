using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Components;

/// <summary>Jobs to show.</summary>
internal static class Summaries
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static JobSummary Make(long number, JobStatus status = JobStatus.Running, double? loss = 0.5, string name = "a job") => new()
    {
        Id = JobId.Create(Now),
        Number = number,
        Name = name,
        Trainer = "mlp",
        Dataset = "spirals",
        Status = status,
        Epoch = 1,
        TotalEpochs = 4,
        Step = 10,
        TotalSteps = 40,
        Loss = loss,
        Accuracy = 0.75,
        StepsPerSecond = 142.4,
        SecondsLeft = 200,
        Progress = 25,
        CreatedAt = Now,
        StartedAt = Now,
    };
}
