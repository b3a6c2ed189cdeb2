namespace TrainingDashboard.Training.Metrics;

/// <summary>A run of points as columns: one row a step, one column a series.</summary>
/// <param name="Steps">Step of each row; may repeat or fall after a resume.</param>
/// <param name="Times">Wall time of each row, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Series">A value for each row of each series, NaN and infinities included.</param>
public sealed record MetricBlock(
    IReadOnlyList<long> Steps,
    IReadOnlyList<long> Times,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Series);
