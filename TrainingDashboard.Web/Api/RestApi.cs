using TrainingDashboard.Web.Api.Datasets;

namespace TrainingDashboard.Web.Api;

/// <summary>Everything under <c>/api</c>.</summary>
internal static class RestApi
{
    public static void MapRestApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").DisableAntiforgery().RefusesWhatItDoesNotTake();
        api.MapJobsApi();
        api.MapEventsApi();
        api.MapSeriesApi();
        api.MapCommandsApi();
        api.MapCheckpointsApi();
        api.MapForksApi();
        api.MapInspectionApi();
        api.MapTrainersApi();
        api.MapDatasetsApi();
        api.MapDatasetIntakeApi();
        api.MapStorageApi();
        api.MapJobDataApi();
    }
}
