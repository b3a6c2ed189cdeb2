using System.Buffers;
using System.Text;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Csv;

/// <summary>A table in delimited text files.</summary>
/// <param name="files">Titles, and streams at the beginning of each file, which are closed by whoever reads them.</param>
/// <param name="limits">Bounds.</param>
internal sealed class CsvFiles(IReadOnlyList<(string Title, Func<Stream> Open)> files, DatasetLimits limits) : ITableFiles
{
    private const int SampleBytes = 1 << 16;
    private const int MostLineCharacters = 400;

    public CsvFiles(IEnumerable<DataFile> files, DatasetLimits limits)
        : this([.. files.Select(file => (file.Title, (Func<Stream>)(() => file.Open(limits))))], limits)
    {
    }

    public IReadOnlyList<string> Titles => [.. files.Select(file => file.Title)];

    public TablePlan Guess(DatasetChoices choices)
    {
        var encoding = choices.Encoding ?? GuessEncoding();
        var (head, isWhole) = Sample(encoding, SampleBytes);
        if (NoTable.Of(head) is { } other)
            throw DatasetFormatException.AtCell(files[0].Title, 1, 1, $"Expected a table of delimited text, but the file is {other}.");
        return new TablePlan(
            encoding, CsvLayout.Detect(head, isWhole, choices), choices.Decimal?[0] ?? '.', choices.AllMissing, MissingWords.AmongNumbers);
    }

    public IRecordReader Open(int file, TablePlan plan)
    {
        var stream = Utf8Source.Open(files[file].Open(), plan.Encoding);
        try
        {
            var reader = new CsvRecordReader(stream, files[file].Title, plan.Layout.Dialect, limits);
            reader.SkipLines(file == 0 ? plan.Layout.SkipLines : 0);
            return reader;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> Lines(TablePlan plan, int count)
    {
        var (head, _) = Sample(plan.Encoding, SampleBytes);
        var lines = Encoding.UTF8.GetString(head).ReplaceLineEndings("\n").Split('\n', count + 1);
        return [.. lines.Take(count).Select(line => line.Length <= MostLineCharacters ? line : line[..MostLineCharacters] + "…")];
    }

    // What is not UTF-8, and has nothing before that is UTF-8 beyond ASCII, is most often what Excel writes.
    private TextEncoding GuessEncoding()
    {
        using var stream = files[0].Open();
        var head = new byte[SampleBytes];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var guess = Utf8Source.Guess(head);
        var ascii = head.AsSpan().IndexOfAnyInRange((byte)0x80, (byte)0xFF);
        return guess == TextEncoding.Utf8 && ascii >= 0 && Rune.DecodeFromUtf8(head.AsSpan(ascii), out _, out _) == OperationStatus.InvalidData
            ? TextEncoding.Windows1252
            : guess;
    }

    private (byte[] Head, bool IsWhole) Sample(TextEncoding encoding, int bytes)
    {
        using var stream = Utf8Source.Open(files[0].Open(), encoding);
        var head = new byte[bytes + 1];
        try
        {
            var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return (head[..Math.Min(length, bytes)], length <= bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw DatasetFormatException.AtCell(files[0].Title, 1, 1, "Expected text in the encoding that was chosen, but soon there are bytes that it does not have.", e);
        }
    }
}
