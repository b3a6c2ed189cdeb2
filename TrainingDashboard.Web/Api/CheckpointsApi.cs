using System.Globalization;
using Microsoft.Net.Http.Headers;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>A job's checkpoints: list, take a copy, pin, delete.</summary>
internal static class CheckpointsApi
{
    private const string MediaType = "application/octet-stream";

    public static void MapCheckpointsApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs/{id}/checkpoints", ListAsync)
            .Described("List a job's checkpoints", "Those of the latest attempt first, of one attempt the highest step first.")
            .Produces<IReadOnlyList<CheckpointInfo>>()
            .Faults(400, 404);
        var one = api.MapGroup("/jobs/{id}/checkpoints/{step}");
        one.MapGet("", DownloadAsync)
            .Described("Download a checkpoint", "The file as it was written; its SHA-256 is the entity tag. Refused where it is no longer that file.")
            .Produces(StatusCodes.Status200OK, contentType: MediaType)
            .Faults(400, 404, 409);
        one.MapDelete("", DeleteAsync)
            .Described("Delete a checkpoint", "Refused where it is pinned or where a waiting job goes on from it.")
            .Produces(StatusCodes.Status204NoContent)
            .Faults(400, 404, 409);
        one.MapPut("/pin", (string id, string step, CheckpointControl control, CancellationToken ct) => PinAsync(id, step, pinned: true, control, ct))
            .Described("Pin a checkpoint", "It stays until it is unpinned.")
            .Produces<CheckpointInfo>()
            .Faults(400, 404);
        one.MapDelete("/pin", (string id, string step, CheckpointControl control, CancellationToken ct) => PinAsync(id, step, pinned: false, control, ct))
            .Described("Unpin a checkpoint")
            .Produces<CheckpointInfo>()
            .Faults(400, 404);
    }

    /// <summary>A step as clients write it into an address.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static long Step(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? step
            : throw new InvalidInputException("step", $"Expected the step of a checkpoint, a whole number; got '{Shown.Cut(text)}'.");

    private static async Task<IResult> ListAsync(string id, CheckpointControl control, CancellationToken cancellationToken)
        => Results.Ok(await control.ListAsync(JobIds.Parse(id), cancellationToken));

    private static async Task<IResult> DownloadAsync(string id, string step, CheckpointControl control, CancellationToken cancellationToken)
    {
        var (job, checkpoint, content) = await control.OpenAsync(JobIds.Parse(id), Step(step), cancellationToken);
        return Results.Stream(
            content,
            MediaType,
            string.Create(CultureInfo.InvariantCulture, $"job-{job.Number}-step-{checkpoint.Step}.checkpoint"),
            checkpoint.At,
            new EntityTagHeaderValue($"\"{checkpoint.Sha256}\""),
            enableRangeProcessing: true);
    }

    private static async Task<IResult> DeleteAsync(string id, string step, CheckpointControl control, CancellationToken cancellationToken)
    {
        await control.DeleteAsync(JobIds.Parse(id), Step(step), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> PinAsync(string id, string step, bool pinned, CheckpointControl control, CancellationToken cancellationToken)
        => Results.Ok(await control.PinAsync(JobIds.Parse(id), Step(step), pinned, cancellationToken));
}
