using System.Text;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Tables.Csv;

namespace TrainingDashboard.Tests.Data.Tables;

/// <summary>Short ways to read a table from a text.</summary>
internal static class Csv
{
    public static TableDataset Read(string text, DatasetChoices? options = null, DatasetLimits? limits = null) =>
        Read(Encoding.UTF8.GetBytes(text), options, limits);

    public static TableDataset Read(byte[] bytes, DatasetChoices? options = null, DatasetLimits? limits = null) =>
        CsvTable.Read(() => new MemoryStream(bytes), "table.csv", options, limits ?? new DatasetLimits { MinRows = 2 });

    public static (int Line, int Column, string Reason) Refusal(string text, DatasetChoices? options = null, DatasetLimits? limits = null) =>
        Refusal(Encoding.UTF8.GetBytes(text), options, limits);

    public static (int Line, int Column, string Reason) Refusal(byte[] bytes, DatasetChoices? options = null, DatasetLimits? limits = null)
    {
        var fault = Assert.Throws<DatasetFormatException>(() => Read(bytes, options, limits));
        Assert.Equal("table.csv", fault.FileName);
        if (fault.Line is { } line)
            Assert.StartsWith($"table.csv, line {line}, column {fault.Column}: ", fault.Message, StringComparison.Ordinal);
        else
            Assert.Equal($"table.csv: {fault.Reason}", fault.Message);
        return (fault.Line ?? 0, fault.Column ?? 0, fault.Reason);
    }
}
