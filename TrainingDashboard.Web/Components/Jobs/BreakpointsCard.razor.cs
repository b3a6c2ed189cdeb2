using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>When the job is to pause by itself, to be changed while it runs.</summary>
public sealed partial class BreakpointsCard
{
    private const string Caller = "the page";
    private static readonly (BreakpointKind Kind, string Word, string? Field)[] s_kinds =
    [
        (BreakpointKind.Loss, "Loss above", "above"),
        (BreakpointKind.GradientNorm, "Gradient norm above", "above"),
        (BreakpointKind.NotFinite, "Loss is not finite", null),
        (BreakpointKind.NoImprovement, "No improvement for", "epochs"),
        (BreakpointKind.Step, "At step", "step"),
    ];

    private BreakpointKind _kind;
    private string _number = "";
    private string? _fault;
    private bool _open;

    /// <summary>The job as it stands.</summary>
    [Parameter, EditorRequired]
    public Job Job { get; set; } = null!;

    [Inject]
    private JobControl Control { get; set; } = null!;

    private bool CanChange => !Job.Status.IsFinal() && Job.Status != JobStatus.Stopping;

    private string? Field => Array.Find(s_kinds, k => k.Kind == _kind).Field;

    private string? Unit => Field == "above" ? "limit" : Field;

    private async Task AddAsync()
    {
        _open = true;
        var added = new JsonObject { ["when"] = JsonSerializer.SerializeToNode(_kind, FeedJson.Options) };
        if (Field is { } field)
            added[field] = double.TryParse(_number, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : _number;
        if (await SendAsync([.. Job.Steering.Breakpoints.Select(NodeOf), added]))
            _number = "";
    }

    private Task<bool> RemoveAsync(Breakpoint breakpoint)
    {
        _open = true;
        return SendAsync([.. Job.Steering.Breakpoints.Where(other => other != breakpoint).Select(NodeOf)]);
    }

    private static JsonNode? NodeOf(Breakpoint breakpoint) => JsonSerializer.SerializeToNode(breakpoint, FeedJson.Options);

    private async Task<bool> SendAsync(JsonArray breakpoints)
    {
        _fault = null;
        try
        {
            var arguments = JsonSerializer.SerializeToElement(new JsonObject { ["breakpoints"] = breakpoints });
            var receipt = await Control.SendAsync(Job.Id, CommandJson.Read("breakpoints", arguments, id: null), Caller, CancellationToken.None);
            _fault = receipt.Reason;
        }
        catch (InvalidInputException e)
        {
            _fault = e.Errors[0].Message;
        }

        return _fault is null;
    }
}
