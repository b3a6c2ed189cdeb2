using TrainingDashboard.Training.Data.Tables.Csv;
using TrainingDashboard.Training.Data.Tables.Parquet;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>The formats that datasets come in.</summary>
internal static class DatasetFormats
{
    /// <summary>Delimited text.</summary>
    public static IDatasetFormat Csv { get; } = new TableFormat("csv", (files, limits) => new CsvFiles(files, limits));

    /// <summary>Parquet tables.</summary>
    public static IDatasetFormat Parquet { get; } = new TableFormat("parquet", (files, limits) => new ParquetFiles(files, limits));

    /// <summary>Texts.</summary>
    public static IDatasetFormat Text { get; } = new TextFormat();

    /// <summary>Pairs of IDX files.</summary>
    public static IdxFormat Idx { get; } = new("idx");

    /// <summary>Pictures that were brought to one size, kept as pairs of IDX files.</summary>
    public static IdxFormat Images { get; } = new("images");

    /// <summary>The format of a name; null for none.</summary>
    public static IDatasetFormat? Find(string name) => ((IDatasetFormat[])[Csv, Parquet, Text, Idx, Images]).FirstOrDefault(format => format.Name == name);
}
