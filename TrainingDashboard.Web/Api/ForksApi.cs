using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>What begins with a checkpoint: another job, the same job again, a proof.</summary>
internal static class ForksApi
{
    private const string Caller = "the API";

    public static void MapForksApi(this IEndpointRouteBuilder api)
    {
        api.MapPost("/jobs/{id}/fork", ForkAsync)
            .Described("Fork a job", "A new job from a checkpoint, of which it gets a copy. Trainer, dataset and seed are the old one's.")
            .TakesJson<ForkRequest>("""{"step":100,"name":"Slower from here","epochs":5,"hyperparameters":{"learningRate":0.001}}""", required: true)
            .TakesKey("The same key with the same request gets the same job and the same answer; with another request 422.")
            .Produces<JobSummary>(StatusCodes.Status201Created)
            .Faults(400, 404, 409, 413, 415, 422, 503);
        api.MapPost("/jobs/{id}/rewind", RewindAsync)
            .Described("Rewind a job", "A paused or parked job goes on from an earlier checkpoint. What it did after that stays in its events and its export.")
            .TakesJson<RewindRequest>("""{"step":100}""", required: true)
            .Produces<Receipt>(StatusCodes.Status202Accepted)
            .Faults(400, 404, 409, 413, 415);
        api.MapPost("/jobs/{id}/checkpoints/{step}/prove", ProveAsync)
            .Described("Prove that a resume is exact", $"Runs the next {ResumeProver.Steps} steps again, or as many as are stored, and holds every value against the stored one, bit for bit.")
            .IsRepeatable()
            .Produces<CheckpointInfo>()
            .Faults(400, 404, 409, 503);
    }

    private static async Task<IResult> ForkAsync(string id, HttpRequest request, JobForks forks, CancellationToken cancellationToken)
    {
        var (parent, key) = (JobIds.Parse(id), KeyHeader.Read(request));
        var body = await JsonBody.ReadJsonOnlyAsync(request, cancellationToken);
        var started = await forks.ForkAsync(parent, ForkRequestJson.Read(body), key, cancellationToken);
        KeyHeader.Mark(request.HttpContext.Response, started);
        return Results.Created($"/api/jobs/{started.Job.Id}", started.Answer);
    }

    private static async Task<IResult> RewindAsync(string id, HttpRequest request, JobRewind rewind, CancellationToken cancellationToken)
    {
        var job = JobIds.Parse(id);
        var body = await JsonBody.ReadJsonOnlyAsync(request, cancellationToken);
        var receipt = await rewind.RewindAsync(job, ForkRequestJson.ReadStepOnly(body), Caller, cancellationToken);
        return receipt.State == ReceiptState.Refused
            ? throw new CheckpointRefusedException(receipt.Reason!)
            : Results.Accepted($"/api/jobs/{job}", receipt);
    }

    private static async Task<IResult> ProveAsync(string id, string step, ResumeProver prover, CancellationToken cancellationToken)
        => Results.Ok(await prover.ProveAsync(JobIds.Parse(id), CheckpointsApi.Step(step), cancellationToken));
}

/// <summary>A rewind as clients send it.</summary>
/// <param name="Step">The checkpoint's step.</param>
internal sealed record RewindRequest(long Step);
