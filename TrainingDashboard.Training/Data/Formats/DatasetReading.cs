using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>How a dataset's files are read, with nothing left to be found out: the same files read so give the same dataset.</summary>
public sealed record DatasetReading
{
    /// <summary>Of a table: everything; null for others.</summary>
    public TableReading? Table { get; init; }

    /// <summary>Of a text: how characters are written as bytes; null for others.</summary>
    public TextEncoding? Encoding { get; init; }

    /// <summary>Of images: what each label means; null where it is a number and no more.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Part of the samples that is kept for testing; 0 for none, or where files for testing are given.</summary>
    public double TestFraction { get; init; }
}
