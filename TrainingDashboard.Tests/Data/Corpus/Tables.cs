namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>All tables of the corpus.</summary>
internal static class Tables
{
    public static IReadOnlyList<CorpusTable> All { get; } =
    [
        .. ClassicTables.All(), .. ClassicMeasurements.All(), .. CompetitionTables.All(), .. SpreadsheetTables.All(), .. NumberNotations.All(), .. ProgramExports.All(), .. Times.All(),
        .. Scripts.All(), .. Shapes.All(), .. Dialects.All(), .. Refusals.All(),
    ];
}
