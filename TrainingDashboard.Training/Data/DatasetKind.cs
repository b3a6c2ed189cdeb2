using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Data;

/// <summary>What a dataset's samples are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DatasetKind>))]
public enum DatasetKind
{
    /// <summary>Rows of numeric and categorical columns with a target column.</summary>
    [JsonStringEnumMemberName("table")]
    Table,

    /// <summary>Images of one size with a class label each.</summary>
    [JsonStringEnumMemberName("images")]
    Images,

    /// <summary>A text whose characters are predicted from those before.</summary>
    [JsonStringEnumMemberName("text")]
    Text,
}

/// <summary>Kinds of datasets in words.</summary>
public static class DatasetKindWords
{
    /// <summary>"tables", "images" or "texts".</summary>
    public static string ToPlural(this DatasetKind kind) => kind switch
    {
        DatasetKind.Images => "images",
        DatasetKind.Text => "texts",
        _ => "tables",
    };
}
