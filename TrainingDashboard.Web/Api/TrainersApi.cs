using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>What jobs can be made with.</summary>
internal static class TrainersApi
{
    public static void MapTrainersApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/trainers", (TrainerCatalog trainers) =>
            {
                trainers.Look();
                return Results.Ok(trainers.All.Select(trainer => trainer.Description));
            })
            .Described("List trainers", "Each with its hyperparameters: kind, range and default.")
            .Produces<IReadOnlyList<TrainerDescription>>()
            .Faults(400);
        api.MapGet("/plugins", (PluginCatalog plugins) =>
            {
                plugins.Look();
                return Results.Ok(plugins.All);
            })
            .Described("List plug-ins", "As they lie there now; those that cannot be used with the reason.")
            .Produces<IReadOnlyList<Plugin>>()
            .Faults(400);
    }
}
