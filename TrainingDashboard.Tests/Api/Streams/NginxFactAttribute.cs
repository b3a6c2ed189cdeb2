namespace TrainingDashboard.Tests.Api.Streams;

/// <summary>A test behind a real nginx.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NginxFactAttribute() : RequiresFactAttribute(Nginx.Path is not null, "There is no nginx on the PATH.");
