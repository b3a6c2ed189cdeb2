using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Inspection;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Scratch;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>A look into a job's model at a checkpoint.</summary>
internal static class InspectionApi
{
    public static void MapInspectionApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs/{id}/checkpoints/{step}/inspection", LookAsync)
            .Described("Look into a job's model", "Parameters and gradients by layer, the samples held out that it is worst at, and its confusion. Made from the checkpoint when asked for; a job that runs is not held up.")
            .Produces<Inspection>()
            .Faults(400, 404, 409, 503);
        api.MapGet("/looks", (ScratchRuns looks) => Results.Ok(looks.Line))
            .Described("Say how long the line of looks and proofs is", "Looks into models, proofs of a resume and tries of a fork are made one at a time, in order; one that would be too many is refused with 503.")
            .Produces<WorkLineState>()
            .Faults(400);
        api.MapPost("/jobs/{id}/checkpoints/{step}/predictions", PredictAsync)
            .Described("Ask a job's model about a sample", "A row of a table by its columns, or an image of the dataset's size as base64 of its bytes: channels, then rows, then columns.")
            .TakesJson<SampleInput>("""{"cells":{"x":0.5,"y":-0.25}}""", required: true)
            .IsRepeatable()
            .Produces<Prediction>()
            .Faults(400, 404, 409, 413, 415, 503);
    }

    private static async Task<IResult> LookAsync(string id, string step, JobInspection inspection, CancellationToken cancellationToken)
        => Results.Ok(await inspection.LookAsync(JobIds.Parse(id), CheckpointsApi.Step(step), cancellationToken));

    private static async Task<IResult> PredictAsync(string id, string step, HttpRequest request, JobInspection inspection, CancellationToken cancellationToken)
    {
        var (job, at) = (JobIds.Parse(id), CheckpointsApi.Step(step));
        var input = SampleInputJson.Read(await JsonBody.ReadJsonOnlyAsync(request, cancellationToken));
        return Results.Ok(await inspection.PredictAsync(job, at, input, cancellationToken));
    }
}
