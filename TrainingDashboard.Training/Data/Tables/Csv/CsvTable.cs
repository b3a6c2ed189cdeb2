using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables.Profile;

namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>Reads a table from a delimited text: looks at it once to find out how it is written, and reads it.</summary>
public static class CsvTable
{
    /// <summary>Reads a whole table.</summary>
    /// <param name="open">Opens the text at its beginning; called several times.</param>
    /// <param name="fileName">Name for faults.</param>
    /// <param name="choices">What is known of the table; null leaves everything to be found out.</param>
    /// <param name="limits">Bounds; null takes the defaults.</param>
    /// <param name="cancellationToken">Looked at every thousand rows.</param>
    /// <exception cref="DatasetFormatException">The file is refused; says where and why.</exception>
    /// <exception cref="Jobs.InvalidInputException">The choices are faulty or name a column the file does not have.</exception>
    public static TableDataset Read(
        Func<Stream> open, string fileName, DatasetChoices? choices = null, DatasetLimits? limits = null, CancellationToken cancellationToken = default)
    {
        limits ??= new DatasetLimits();
        var files = new CsvFiles([(fileName, open)], limits);
        var profile = TableProfiler.Profile(files, choices ?? DatasetChoices.None, limits, cancellationToken);
        return profile.Problem is { } problem
            ? throw DatasetFormatException.Of(fileName, problem)
            : TableLoader.Load(files, profile.Reading, limits, cancellationToken);
    }
}
