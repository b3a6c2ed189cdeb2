using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>A job's status under the names of the FastAPI pattern. Every field is always there.</summary>
internal record ArticleStatus
{
    [JsonPropertyName("job_id"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required JobId JobId { get; init; }

    [JsonPropertyName("name"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string Name { get; init; }

    [JsonPropertyName("trainer"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string Trainer { get; init; }

    [JsonPropertyName("dataset"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string Dataset { get; init; }

    [JsonPropertyName("status"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required JobStatus Status { get; init; }

    [JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Reason { get; init; }

    /// <summary>What it waits for and its place, as sentences; null where it does not wait for a slot.</summary>
    [JsonPropertyName("waiting"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Waiting { get; init; }

    /// <summary>Its place among those that wait for a slot, 1 for the next.</summary>
    [JsonPropertyName("queue_position"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? QueuePosition { get; init; }

    [JsonPropertyName("epoch"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Epoch { get; init; }

    [JsonPropertyName("total_epochs"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int TotalEpochs { get; init; }

    [JsonPropertyName("step"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long Step { get; init; }

    [JsonPropertyName("total_steps"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? TotalSteps { get; init; }

    [JsonPropertyName("loss"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Loss { get; init; }

    [JsonPropertyName("accuracy"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Accuracy { get; init; }

    [JsonPropertyName("val_loss"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? ValidationLoss { get; init; }

    [JsonPropertyName("val_accuracy"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? ValidationAccuracy { get; init; }

    /// <summary>0 to 100.</summary>
    [JsonPropertyName("progress"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double Progress { get; init; }

    [JsonPropertyName("created_at"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("started_at"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? StartedAt { get; init; }

    [JsonPropertyName("completed_at"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? CompletedAt { get; init; }

    [JsonPropertyName("error"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Error { get; init; }

    [SetsRequiredMembers]
    protected ArticleStatus(JobSummary job)
    {
        JobId = job.Id;
        Name = job.Name;
        Trainer = job.Trainer;
        Dataset = job.Dataset;
        Status = job.Status;
        Reason = job.Reason;
        Waiting = job.Waiting?.Text;
        QueuePosition = job.Waiting?.Position;
        Epoch = job.Epoch;
        TotalEpochs = job.TotalEpochs;
        Step = job.Step;
        TotalSteps = job.TotalSteps;
        Loss = job.Loss;
        Accuracy = job.Accuracy;
        ValidationLoss = job.ValidationLoss;
        ValidationAccuracy = job.ValidationAccuracy;
        Progress = Math.Round(job.Progress, 2);
        CreatedAt = job.CreatedAt;
        StartedAt = job.StartedAt;
        CompletedAt = job.CompletedAt;
        Error = job.Error;
    }

    public static ArticleStatus Of(JobSummary job) => new(job);
}

/// <summary>The answer to a start: how the job stands, and the pattern's message.</summary>
internal sealed record ArticleStarted : ArticleStatus
{
    [SetsRequiredMembers]
    private ArticleStarted(JobSummary job)
        : base(job)
    {
    }

    [JsonPropertyName("message"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string Message { get; init; } = "Training started";

    public static new ArticleStarted Of(JobSummary job) => new(job);
}
