namespace TrainingDashboard.Web.Hub;

/// <summary>How a client of the hub wants to follow a job.</summary>
/// <param name="Behind">
/// What to get when the feed's memory no longer reaches back to the client: <c>events</c>, all of them out of the store
/// (what a recorder wants), or <c>snapshot</c>, the job as it stands in their place (what a chart wants).
/// </param>
public sealed record WatchOptions(string? Behind);
