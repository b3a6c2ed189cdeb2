using System.Text;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Tests.Data.Tables;

/// <summary>Short ways to read a table from a text.</summary>
internal static class Csv
{
    public static TableDataset Read(string text, TableOptions? options = null, DatasetLimits? limits = null) =>
        Read(Encoding.UTF8.GetBytes(text), options, limits);

    public static TableDataset Read(byte[] bytes, TableOptions? options = null, DatasetLimits? limits = null)
    {
        using var stream = new MemoryStream(bytes);
        return CsvTable.Read(stream, "table.csv", options, limits ?? new DatasetLimits { MinRows = 2 });
    }

    public static (int Line, int Column, string Reason) Refusal(string text, TableOptions? options = null, DatasetLimits? limits = null) =>
        Refusal(Encoding.UTF8.GetBytes(text), options, limits);

    public static (int Line, int Column, string Reason) Refusal(byte[] bytes, TableOptions? options = null, DatasetLimits? limits = null)
    {
        var fault = Assert.Throws<DatasetFormatException>(() => Read(bytes, options, limits));
        Assert.Equal("table.csv", fault.FileName);
        Assert.StartsWith($"table.csv, line {fault.Line}, column {fault.Column}: ", fault.Message, StringComparison.Ordinal);
        return (fault.Line!.Value, fault.Column!.Value, fault.Reason);
    }
}
