using System.Text;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Text;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>A text in one file.</summary>
internal sealed class TextFormat : IDatasetFormat
{
    private const int HeadBytes = 1 << 16;

    public string Name => "text";

    public DatasetKind Kind => DatasetKind.Text;

    public DatasetProfile Examine(FileSet files, DatasetChoices choices, DatasetLimits limits, CancellationToken cancellationToken)
    {
        if (files.Test is not null)
            throw new Jobs.InvalidInputException("test", "Expected no second file: of a text, choose the part that is kept for testing.");
        ChoicesCheck.Check(choices, Kind);
        var encoding = choices.Encoding ?? Guess(files.Main, limits);
        var text = Read(files.Main, encoding, limits, cancellationToken);
        var preview = DatasetSummary.Preview(text, "");
        var fraction = choices.TestFraction ?? 0;
        return new DatasetProfile
        {
            Kind = Kind,
            Format = Name,
            Samples = text.Codes.Length,
            TestSamples = TestShare.Count(text.Codes.Length - 1, fraction),
            Classes = text.Characters.Count,
            Shape = new SampleShape(1, 1, 1),
            Reading = new DatasetReading { Encoding = encoding, TestFraction = fraction },
            Findings = [],
            ClassCounts = preview.ClassCounts,
            Text = preview.Text,
        };
    }

    public Dataset Load(FileSet files, DatasetReading reading, DatasetLimits limits, CancellationToken cancellationToken) =>
        Read(files.Main, reading.Encoding ?? TextEncoding.Utf8, limits, cancellationToken);

    private static TextDataset Read(DataFile file, TextEncoding encoding, DatasetLimits limits, CancellationToken cancellationToken)
    {
        using var stream = Utf8Source.Open(file.Open(limits), encoding);
        try
        {
            return TextFile.Read(stream, file.Title, limits, cancellationToken);
        }
        catch (DecoderFallbackException e)
        {
            throw DatasetFormatException.OfFile(file.Title, $"Expected text in the encoding that was chosen, but the file has bytes that it does not have: {e.Message}");
        }
    }

    private static TextEncoding Guess(DataFile file, DatasetLimits limits)
    {
        using var stream = file.Open(limits);
        var head = new byte[HeadBytes];
        return Utf8Source.Guess(head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
    }
}
