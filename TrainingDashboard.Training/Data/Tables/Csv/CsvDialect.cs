namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>What splits a delimited text into records and cells.</summary>
/// <param name="Delimiter">Between cells; <see cref="Spaces"/> for runs of spaces and tabs.</param>
/// <param name="Quote">Around cells that hold a delimiter or a line end; null for none.</param>
/// <param name="Comment">Lines that begin with it are passed over; null for none.</param>
/// <param name="Escape">Before a quote that is part of a quoted cell; null where such a quote is doubled.</param>
internal sealed record CsvDialect(char Delimiter, char? Quote = '"', string? Comment = "#", char? Escape = null)
{
    /// <summary>The delimiter that stands for one or more spaces or tabs; those at the ends of a line count for nothing.</summary>
    public const char Spaces = '\uFFFF';

    /// <summary>Whether runs of spaces and tabs part cells.</summary>
    public bool HasRuns => Delimiter == Spaces;
}
