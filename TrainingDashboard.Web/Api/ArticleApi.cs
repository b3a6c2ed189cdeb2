using System.Text.Json.Serialization;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>The routes and answers that front-ends written for the FastAPI pattern already call.</summary>
internal static class ArticleApi
{
    private const string Caller = "the API";

    // Those that need no arguments.
    private static readonly CommandAction[] s_actions = [CommandAction.Pause, CommandAction.Resume, CommandAction.Stop, CommandAction.Park, CommandAction.Checkpoint];

    public static void MapArticleApi(this IEndpointRouteBuilder app)
    {
        var training = app.MapGroup("/training").DisableAntiforgery();
        training.MapGet("/", (JobBoard board) => Results.Ok(board.List().Select(ArticleStatus.Of)))
            .Described("List the status of all jobs", "Newest first.").Produces<IReadOnlyList<ArticleStatus>>();
        training.MapPost("/start", StartAsync)
            .Described("Start a job", "Everything may be left out; an empty body starts the default trainer on generated data.")
            .TakesJson<StartRequest>("""{"trainer":"mlp","dataset":"spirals","epochs":2,"seed":1}""", required: false)
            .Produces<ArticleStatus>(StatusCodes.Status202Accepted).Faults(400, 413);
        foreach (var path in new[] { "/{job_id}", "/{job_id}/status" })
            training.MapGet(path, StatusAsync).Described("Ask how a job stands").Produces<ArticleStatus>().Faults(404);
        foreach (var action in s_actions)
        {
            training.MapPost($"/{{job_id}}/{action.ToString().ToLowerInvariant()}", (string job_id, JobControl control, CancellationToken ct) => SendAsync(job_id, action, control, ct))
                .Described($"{action} a job").Produces<ArticleReceipt>(StatusCodes.Status202Accepted).Faults(404, 409);
        }
    }

    private static async Task<IResult> StartAsync(HttpRequest request, JobControl control, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, cancellationToken);
        var job = await control.StartAsync(StartRequestJson.Read(body), cancellationToken);
        return Results.Accepted($"/training/{job.Id}/status", ArticleStatus.Of(JobSummary.Of(job)));
    }

    private static async Task<IResult> StatusAsync(string job_id, JobFeeds feeds, CancellationToken cancellationToken)
    {
        var feed = await feeds.FindAsync(JobIds.Parse(job_id), cancellationToken) ?? throw new JobNotFoundException(job_id);
        return Results.Ok(ArticleStatus.Of(JobSummary.Of(feed.Job)));
    }

    private static async Task<IResult> SendAsync(string job_id, CommandAction action, JobControl control, CancellationToken cancellationToken)
    {
        var receipt = await control.SendAsync(JobIds.Parse(job_id), action, Caller, cancellationToken);
        return receipt.State == ReceiptState.Refused
            ? Results.Problem(
                title: "Refused",
                detail: receipt.Reason,
                statusCode: StatusCodes.Status409Conflict,
                extensions: new Dictionary<string, object?> { ["command_id"] = receipt.Command, ["job_id"] = receipt.Job })
            : Results.Accepted($"/training/{receipt.Job}/status", new ArticleReceipt(receipt.Command, receipt.Job, receipt.Action, receipt.State));
    }
}

/// <summary>The answer to a command.</summary>
internal sealed record ArticleReceipt(
    [property: JsonPropertyName("command_id")] string CommandId,
    [property: JsonPropertyName("job_id")] JobId JobId,
    [property: JsonPropertyName("action")] CommandAction Action,
    [property: JsonPropertyName("state")] ReceiptState State);

/// <summary>A job's status under the names of the FastAPI pattern. Every field is always there.</summary>
internal sealed record ArticleStatus
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

    public static ArticleStatus Of(JobSummary job) => new()
    {
        JobId = job.Id,
        Name = job.Name,
        Trainer = job.Trainer,
        Dataset = job.Dataset,
        Status = job.Status,
        Reason = job.Reason,
        Epoch = job.Epoch,
        TotalEpochs = job.TotalEpochs,
        Step = job.Step,
        TotalSteps = job.TotalSteps,
        Loss = job.Loss,
        Accuracy = job.Accuracy,
        ValidationLoss = job.ValidationLoss,
        ValidationAccuracy = job.ValidationAccuracy,
        Progress = Math.Round(job.Progress, 2),
        CreatedAt = job.CreatedAt,
        StartedAt = job.StartedAt,
        CompletedAt = job.CompletedAt,
        Error = job.Error,
    };
}
