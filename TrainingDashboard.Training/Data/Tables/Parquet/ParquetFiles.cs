using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Data.Tables.Csv;

namespace TrainingDashboard.Training.Data.Tables.Parquet;

/// <summary>A table in Parquet files.</summary>
/// <param name="files">The files.</param>
/// <param name="limits">Bounds.</param>
internal sealed class ParquetFiles(IReadOnlyList<DataFile> files, DatasetLimits limits) : ITableFiles
{
    public IReadOnlyList<string> Titles => [.. files.Select(file => file.Title)];

    public TablePlan Guess(DatasetChoices choices)
    {
        RefuseWhatIsForTexts(choices);
        // names come as a first record, as a text's header does
        return new TablePlan(TextEncoding.Utf8, new CsvLayout(new CsvDialect(','), HasHeader: true, SkipLines: 0, Columns: 0), '.', choices.AllMissing, MissingWords.AmongNumbers);
    }

    public IRecordReader Open(int file, TablePlan plan) => new ParquetRecordReader(files[file], limits);

    public IReadOnlyList<string> Lines(TablePlan plan, int count) => [];

    public IReadOnlyList<Finding> Notes()
    {
        using var reader = new ParquetRecordReader(files[0], limits);
        return [.. reader.Unread.Select(name => new Finding(FindingLevel.Warning, "unsupported", $"The column '{Jobs.Shown.Cut(name)}' holds lists, groups or bytes, which have no place in a table: left out.", null, null, null, []))];
    }

    private static void RefuseWhatIsForTexts(DatasetChoices choices)
    {
        (string Field, bool IsSaid)[] fields =
        [
            ("encoding", choices.Encoding is not null), ("delimiter", choices.Delimiter is not null), ("quote", choices.Quote is not null),
            ("comment", choices.Comment is not null), ("decimal", choices.Decimal is not null), ("header", choices.HasHeader is not null),
            ("skipLines", choices.SkipLines is not null), ("skipRows", choices.SkipRows is not null), ("escape", choices.Escape is not null),
        ];
        var said = fields.Where(field => field.IsSaid).Select(field => new Jobs.FieldError(field.Field, "Expected nothing: a Parquet file says itself how it is written.")).ToList();
        if (said.Count > 0)
            throw new Jobs.InvalidInputException(said);
    }
}
