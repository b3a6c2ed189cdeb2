namespace TrainingDashboard.Training.Scratch;

/// <summary>What a loop reported that nobody keeps: the points that depend on nothing but its state, and its shape.</summary>
/// <param name="Series">Steps, ascending, and the bits of the value at each, by series. Speeds are left out: they are the machine's.</param>
/// <param name="StepsPerEpoch">Batches in an epoch; 0 where the loop came not so far.</param>
internal sealed record ScratchReport(IReadOnlyDictionary<string, ScratchSeries> Series, int StepsPerEpoch);

/// <summary>One series, bit by bit, as JSON would lose those of a NaN.</summary>
/// <param name="Steps">Ascending.</param>
/// <param name="Bits">Of the value at each.</param>
internal sealed record ScratchSeries(IReadOnlyList<long> Steps, IReadOnlyList<long> Bits);
