using TrainingDashboard.Web.Api.Datasets;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>Everything under <c>/api</c>.</summary>
internal static class RestApi
{
    public static void MapRestApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").DisableAntiforgery();
        api.AddEndpointFilter(static (context, next) =>
        {
            // Also for routes that take no parameters: a misspelt one is not passed over.
            _ = QueryValues.Of(context.HttpContext);
            return next(context);
        });
        api.MapJobsApi();
        api.MapEventsApi();
        api.MapCommandsApi();
        api.MapCheckpointsApi();
        api.MapForksApi();
        api.MapInspectionApi();
        api.MapTrainersApi();
        api.MapDatasetsApi();
        api.MapDatasetIntakeApi();
    }
}
