using System.Text.Json.Serialization;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>The routes and answers that front-ends written for the FastAPI pattern already call.</summary>
internal static class ArticleApi
{
    private const string Caller = "the API";

    // Those that need no arguments.
    private static readonly CommandAction[] s_actions = [CommandAction.Pause, CommandAction.Resume, CommandAction.Stop, CommandAction.Park, CommandAction.Checkpoint];

    private static readonly TextParameter s_name = new("name", "What to call the job.", StartRequest.MaximumNameLength, "A first try");
    private static readonly TextParameter s_trainer = new("trainer", "The trainer's name; also as 'model'.", 100, "mlp");
    private static readonly TextParameter s_dataset = new("dataset", "The dataset's name.", 100, "spirals");
    private static readonly WholeParameter s_epochs = new("epochs", "Passes over the training part.", 1, StartRequest.MaximumEpochs) { Example = 2 };
    private static readonly WholeParameter s_seed = new("seed", "Where all randomness comes from.", -StartRequest.MaximumSeed, StartRequest.MaximumSeed)
    {
        Example = 1,
    };


    public static void MapArticleApi(this IEndpointRouteBuilder app)
    {
        var training = app.MapGroup("/training").DisableAntiforgery().RefusesWhatItDoesNotTake();
        training.MapGet("/", (JobBoard board) => Results.Ok(board.List().Select(ArticleStatus.Of)))
            .Described("List the status of all jobs", "Newest first.").Produces<IReadOnlyList<ArticleStatus>>();
        training.MapPost("/start", StartAsync)
            .Described(
                "Start a job",
                "Everything may be left out; an empty body starts the default trainer on generated data. Fields may be in the query, "
                + "in the JSON body or in a form, and hyperparameters among them, also in snake_case: learning_rate, batch_size. What is not "
                + "known is refused by name, and so is a field that says two things.")
            .TakesOpenly(s_name, s_trainer, s_dataset, s_epochs, s_seed)
            .TakesJson<StartRequest>("""{"trainer":"mlp","dataset":"spirals","epochs":2,"seed":1}""", required: false, orForm: true)
            .TakesKey("The same key with the same request gets the same job and the same answer; with another request 422.")
            .Produces<ArticleStarted>(StatusCodes.Status202Accepted).Faults(400, 413, 422);
        foreach (var path in new[] { "/{job_id}", "/{job_id}/status" })
            training.MapGet(path, StatusAsync).Described("Ask how a job stands").Produces<ArticleStatus>().Faults(404);
        foreach (var action in s_actions)
        {
            training.MapPost(
                    $"/{{job_id}}/{action.ToWord()}",
                    (string job_id, HttpRequest request, JobControl control, CancellationToken ct) => SendAsync(job_id, action, request, control, ct))
                .Described($"{action} a job")
                .TakesKey("Names the command: the same key gets the same receipt and has no second effect.")
                .Produces<ArticleReceipt>(StatusCodes.Status202Accepted)
                .Faults(404, 409);
        }
    }

    private static async Task<IResult> StartAsync(
        HttpRequest request, JobControl control, TrainerCatalog trainers, SpecBuilder specs, CancellationToken cancellationToken)
    {
        var key = KeyHeader.Read(request);
        var started = await ArticleStart.RunAsync(
            request, asked => control.StartAsync(asked, key, cancellationToken), trainers, specs, cancellationToken);
        KeyHeader.Mark(request.HttpContext.Response, started);
        return Results.Accepted($"/training/{started.Job.Id}/status", ArticleStarted.Of(started.Answer));
    }

    private static async Task<IResult> StatusAsync(string job_id, JobFeeds feeds, JobBoard board, CancellationToken cancellationToken)
    {
        var feed = await feeds.FindAsync(JobIds.Parse(job_id), cancellationToken) ?? throw new JobNotFoundException(job_id);
        return Results.Ok(ArticleStatus.Of(board.SummaryOf(feed.Job)));
    }

    private static async Task<IResult> SendAsync(
        string job_id, CommandAction action, HttpRequest request, JobControl control, CancellationToken cancellationToken)
    {
        var receipt = await control.SendAsync(JobIds.Parse(job_id), action, Caller, KeyHeader.Read(request), cancellationToken);
        return receipt.State == ReceiptState.Refused
            ? Results.Problem(
                title: "Refused",
                detail: receipt.Reason,
                statusCode: StatusCodes.Status409Conflict,
                extensions: new Dictionary<string, object?> { ["command_id"] = receipt.Command, ["job_id"] = receipt.Job })
            : Results.Accepted($"/training/{receipt.Job}/status", ArticleReceipt.Of(receipt));
    }
}

/// <summary>The answer to a command.</summary>
internal sealed record ArticleReceipt(
    [property: JsonPropertyName("command_id")] string CommandId,
    [property: JsonPropertyName("job_id")] JobId JobId,
    [property: JsonPropertyName("action")] CommandAction Action,
    [property: JsonPropertyName("state")] ReceiptState State,
    [property: JsonPropertyName("message")] string Message)
{
    public static ArticleReceipt Of(Receipt receipt) => new(receipt.Command, receipt.Job, receipt.Action, receipt.State, MessageOf(receipt));

    // What is true when the answer is given: the loop looks for commands between two batches.
    private static string MessageOf(Receipt receipt) => (receipt.Action, receipt.State) switch
    {
        (CommandAction.Stop, ReceiptState.Applied or ReceiptState.Durable) => "Training stopped",
        (CommandAction.Pause, ReceiptState.Applied) => "Training paused",
        (CommandAction.Resume, ReceiptState.Applied) => "Training resumed",
        (CommandAction.Park, ReceiptState.Applied or ReceiptState.Durable) => "Training parked",
        (CommandAction.Checkpoint, ReceiptState.Applied or ReceiptState.Durable) => "Checkpoint saved",
        (CommandAction.Stop, _) => "Training stops after the current batch",
        (CommandAction.Pause, _) => "Training pauses after the current batch",
        (CommandAction.Resume, _) => "Training resumes",
        (CommandAction.Park, _) => "Training parks after the current batch",
        _ => "A checkpoint is saved after the current batch",
    };
}
