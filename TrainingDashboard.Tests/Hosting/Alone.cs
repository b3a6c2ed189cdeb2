namespace TrainingDashboard.Tests.Hosting;

/// <summary>Tests that measure time or start whole programs run while nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
