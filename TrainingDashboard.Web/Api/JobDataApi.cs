using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>Which data a job learns from.</summary>
internal static class JobDataApi
{
    private const string Caller = "the API";

    public static void MapJobDataApi(this IEndpointRouteBuilder api)
        => api.MapPost("/jobs/{id}/dataset", async (string id, JobData data, JobBoard board, CancellationToken cancellationToken)
                => Results.Ok(board.SummaryOf(await data.AcceptAsync(JobIds.Parse(id), Caller, cancellationToken))))
            .Described("Let a job go on with other data", "With its dataset as it is now, where that is not what it began with. Resume it then.")
            .Produces<JobSummary>()
            .Faults(400, 404, 409);
}
