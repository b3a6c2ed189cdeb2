using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>Commands to a job.</summary>
internal static class CommandsApi
{
    private const string Caller = "the API";

    public static void MapCommandsApi(this IEndpointRouteBuilder api)
        => api.MapPost("/jobs/{id}/commands", SendAsync)
            .Described("Send a command to a job", "The answer says that it is on its way; what becomes of it is a receipt among the job's events.")
            .TakesJson<CommandBody>("""{"action":"stop"}""", required: true)
            .TakesKey("Names the command, as 'id' does: the same key gets the same receipt and has no second effect.")
            .Produces<Receipt>(StatusCodes.Status202Accepted)
            .Faults(400, 404, 409, 413, 415);

    private static async Task<IResult> SendAsync(string id, HttpRequest request, JobControl control, CancellationToken cancellationToken)
    {
        var job = JobIds.Parse(id);
        var command = CommandJson.Read(await JsonBody.ReadJsonOnlyAsync(request, cancellationToken));
        if (KeyHeader.Read(request) is { } key)
        {
            if (command.Id is not null && command.Id != key)
            {
                throw new InvalidInputException(
                    "id", $"Expected one name for the command: the id is '{Shown.Cut(command.Id)}', the {IdempotencyKey.Header} '{key}'.");
            }

            command = command with { Id = key };
        }

        var receipt = await control.SendAsync(job, command, Caller, cancellationToken);
        return receipt.State == ReceiptState.Refused
            ? Results.Problem(
                title: "Refused",
                detail: receipt.Reason,
                statusCode: StatusCodes.Status409Conflict,
                extensions: new Dictionary<string, object?> { ["command"] = receipt.Command, ["job"] = receipt.Job })
            : Results.Accepted($"/api/jobs/{receipt.Job}", receipt);
    }
}

/// <summary>A command as clients send it.</summary>
/// <param name="Action">pause, resume, stop, park, checkpoint, step, set, revert, breakpoints or rollback.</param>
/// <param name="Arguments">
/// For step <c>{"batches":10}</c> or <c>{"epochs":1}</c>; for set <c>{"values":{"learningRate":0.005},"at":500,"over":100}</c>;
/// for breakpoints <c>{"breakpoints":[{"when":"loss","above":3},{"when":"noImprovement","epochs":5}]}</c>; for rollback
/// <c>{"steps":50,"scale":0.5}</c>.
/// </param>
/// <param name="Id">Names the command, so that one sent twice takes effect once.</param>
internal sealed record CommandBody(string Action, JsonElement? Arguments = null, string? Id = null);
