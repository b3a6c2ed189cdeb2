using TrainingDashboard.Training.Care;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>How the storage folder is.</summary>
internal static class StorageApi
{
    public static void MapStorageApi(this IEndpointRouteBuilder api)
        => api.MapGet("/storage", async (StorageCare care, CancellationToken cancellationToken) => Results.Ok(await care.LookAsync(cancellationToken)))
            .Described("List what needs care", "Damaged jobs and datasets, checkpoints of no job, and what was set aside. Nothing of it is deleted by itself.")
            .Produces<IReadOnlyList<Finding>>()
            .Faults(400);
}
