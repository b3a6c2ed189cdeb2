using TrainingDashboard.Training.Data.Choices;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>The files of a table, which are opened anew for each pass: rows to learn from, then perhaps rows for testing.</summary>
internal interface ITableFiles
{
    /// <summary>What people call each file.</summary>
    IReadOnlyList<string> Titles { get; }

    /// <summary>What the beginning of the first file shows.</summary>
    /// <param name="choices">What is given, and so not found out.</param>
    TablePlan Guess(DatasetChoices choices);

    /// <summary>Opens a file; its first record is the header if the plan has one.</summary>
    IRecordReader Open(int file, TablePlan plan);

    /// <summary>The first lines of the first file as they are, for people to look at.</summary>
    IReadOnlyList<string> Lines(TablePlan plan, int count);

    /// <summary>What there is to know of the files whatever their rows hold.</summary>
    IReadOnlyList<Finding> Notes() => [];
}
