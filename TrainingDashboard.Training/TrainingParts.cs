namespace TrainingDashboard.Training;

/// <summary>What <see cref="TrainingServices.AddTraining(Microsoft.Extensions.DependencyInjection.IServiceCollection, Microsoft.Extensions.Configuration.IConfiguration, Storage.StorageFolder)"/> added, one of each, for a dashboard with services of its own to share.</summary>
/// <param name="Types">The services' types, all singletons.</param>
public sealed record TrainingParts(IReadOnlyList<Type> Types);
