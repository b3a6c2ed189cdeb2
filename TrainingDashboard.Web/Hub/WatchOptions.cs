using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Hub;

/// <summary>How a client of the hub wants to follow a job.</summary>
/// <param name="Behind">
/// What to get when the feed's memory no longer reaches back to the client: <c>events</c>, all of them out of the store
/// (what a recorder wants), or <c>snapshot</c>, the job as it stands in their place (what a chart wants).
/// </param>
public sealed record WatchOptions(string? Behind)
{
    /// <summary>Reads them out of JSON; nothing, or null, is the usual.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    internal static WatchOptions Read(JsonElement? json)
    {
        if (json is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given)
            return new WatchOptions(Behind: null);
        var fields = JsonFields.Of(given, "", "behind");
        var behind = fields.Text("behind");
        fields.ThrowFaults();
        return new WatchOptions(behind);
    }
}
