using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>Commands to a job.</summary>
internal static class CommandsApi
{
    private const string Caller = "the API";
    private const int MaximumIdLength = 64;
    private static readonly Dictionary<string, CommandAction> s_actions = Enum.GetValues<CommandAction>().Where(a => a != CommandAction.Rewind).ToDictionary(a => a.ToString().ToLowerInvariant());

    public static void MapCommandsApi(this IEndpointRouteBuilder api)
        => api.MapPost("/jobs/{id}/commands", SendAsync)
            .Described("Send a command to a job", "The answer says that it is on its way; what becomes of it is a receipt among the job's events.")
            .TakesJson<CommandRequest>("""{"action":"stop"}""", required: true)
            .Produces<Receipt>(StatusCodes.Status202Accepted)
            .Faults(400, 404, 409, 413, 415);

    private static async Task<IResult> SendAsync(string id, HttpRequest request, JobControl control, CancellationToken cancellationToken)
    {
        var job = JobIds.Parse(id);
        var command = Read(TextFieldsJson.Read(
            await JsonBody.ReadJsonOnlyAsync(request, cancellationToken),
            new TextField("action", int.MaxValue, Required: true),
            new TextField("id", MaximumIdLength)));
        var receipt = await control.SendAsync(job, s_actions[command.Action], Caller, command.Id, cancellationToken);
        return receipt.State == ReceiptState.Refused
            ? Results.Problem(
                title: "Refused",
                detail: receipt.Reason,
                statusCode: StatusCodes.Status409Conflict,
                extensions: new Dictionary<string, object?> { ["command"] = receipt.Command, ["job"] = receipt.Job })
            : Results.Accepted($"/api/jobs/{receipt.Job}", receipt);
    }

    private static CommandRequest Read(IReadOnlyDictionary<string, string> fields)
        => s_actions.ContainsKey(fields["action"])
            ? new CommandRequest(fields["action"], fields.GetValueOrDefault("id"))
            : throw new InvalidInputException("action", $"Expected one of {string.Join(", ", s_actions.Keys)}, got '{Shown.Cut(fields["action"])}'.");
}

/// <summary>A command as clients send it.</summary>
/// <param name="Action">pause, resume, stop, park or checkpoint.</param>
/// <param name="Id">Names the command, so that one sent twice takes effect once.</param>
internal sealed record CommandRequest(string Action, string? Id = null);
