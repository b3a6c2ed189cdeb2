using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Api.Description;
using TrainingDashboard.Web.Components.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>Jobs: list, start, look at one.</summary>
internal static class JobsApi
{
    private static readonly ChoiceParameter s_status = new("status", "Only jobs of this status.", [.. Enum.GetValues<JobStatus>().Select(s => s.ToWord())]);
    private static readonly TextParameter s_trainer = new("trainer", "Only jobs of this trainer.", 100, "mlp");
    private static readonly TextParameter s_dataset = new("dataset", "Only jobs on this dataset.", 100, "spirals");
    private static readonly TextParameter s_search = new("search", "Words that must all be found in name, trainer, dataset or status; #7 is the job of that number.", 200, "spirals");
    private static readonly WholeParameter s_limit = new("limit", "How many at the most.", 1, 1_000, 100);
    private static readonly WholeParameter s_before = new("before", "Only jobs of a lower number: the last one of the page before.", 1, WholeParameter.Largest);

    public static void MapJobsApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs", List)
            .Described("List jobs", "Newest first. The next page is asked for with the last number of this one as 'before'.")
            .Takes(s_status, s_trainer, s_dataset, s_search, s_limit, s_before)
            .Produces<IReadOnlyList<JobSummary>>()
            .Faults(400);
        api.MapPost("/jobs", StartAsync)
            .Described("Start a job", "Everything may be left out; an empty body starts the default trainer on generated data.")
            .TakesJson<StartRequest>(
                """{"name":"A first try","trainer":"mlp","dataset":"spirals","epochs":3,"seed":1,"hyperparameters":{"learningRate":0.01}}""",
                required: false)
            .TakesKey("The same key with the same request gets the same job and the same answer; with another request 422.")
            .Produces<JobSummary>(StatusCodes.Status201Created)
            .Faults(400, 413, 415, 422);
        api.MapGet("/jobs/{id}", FindAsync)
            .Described("Look at a job", "How it stands, and everything that decides what it computes.")
            .Produces<JobDetails>()
            .Faults(400, 404);
        api.MapDelete("/jobs/{id}", RemoveAsync)
            .Described("Remove a job", "For good, with its events, curves and checkpoints. Only one that has ended; its forks stay.")
            .Produces(StatusCodes.Status204NoContent)
            .Faults(400, 404, 409);
    }

    private static IResult List(QueryValues query, JobBoard board)
    {
        var before = query.WholeOrNull(s_before) ?? long.MaxValue;
        var jobs = new JobFilter { Text = query.Text(s_search) ?? "" }.Apply(board.List().Where(job =>
            job.Number < before
            && (query.Text(s_status) is not { } status || job.Status.ToWord() == status)
            && (query.Text(s_trainer) is not { } trainer || job.Trainer.Equals(trainer, StringComparison.OrdinalIgnoreCase))
            && (query.Text(s_dataset) is not { } dataset || job.Dataset.Equals(dataset, StringComparison.OrdinalIgnoreCase))));
        return Results.Ok(jobs.Take((int)query.Whole(s_limit)));
    }

    private static async Task<IResult> StartAsync(HttpRequest request, JobControl control, CancellationToken cancellationToken)
    {
        var key = KeyHeader.Read(request);
        var body = await JsonBody.ReadJsonOnlyAsync(request, cancellationToken);
        var started = await control.StartAsync(StartRequestJson.Read(body), key, cancellationToken);
        KeyHeader.Mark(request.HttpContext.Response, started);
        return Results.Created($"/api/jobs/{started.Job.Id}", started.Answer);
    }

    private static async Task<IResult> RemoveAsync(string id, JobRemoval removal, CancellationToken cancellationToken)
    {
        await removal.RemoveAsync(JobIds.Parse(id), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> FindAsync(
        string id, JobFeeds feeds, JobBoard board, TrainerCatalog trainers, CancellationToken cancellationToken)
    {
        var job = (await feeds.RequireAsync(id, cancellationToken)).Job;
        return Results.Ok(new JobDetails(board.SummaryOf(job), job.Spec, SteeringView.Of(job, trainers)));
    }
}

/// <summary>A job, what it was started with, and how it is steered.</summary>
internal sealed record JobDetails(JobSummary Job, JobSpec Spec, SteeringView Steering);
