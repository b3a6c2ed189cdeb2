using System.Text.Json.Serialization;
using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Training.Data;

/// <summary>Where a dataset comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DatasetOrigin>))]
public enum DatasetOrigin
{
    /// <summary>Made by the program whenever it is loaded.</summary>
    [JsonStringEnumMemberName("generated")]
    Generated,

    /// <summary>Sent by somebody and kept in the server's storage.</summary>
    [JsonStringEnumMemberName("uploaded")]
    Uploaded,

    /// <summary>A file in the server's data directory, which stays there.</summary>
    [JsonStringEnumMemberName("registered")]
    Registered,
}

/// <summary>What is known of a dataset without loading it.</summary>
public sealed record DatasetInfo
{
    /// <summary>Its id: lower-case letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>What its samples are.</summary>
    public required DatasetKind Kind { get; init; }

    /// <summary>Where it comes from.</summary>
    public required DatasetOrigin Origin { get; init; }

    /// <summary><c>csv</c>, <c>parquet</c>, <c>idx</c>, <c>images</c>, <c>text</c> or <c>generated</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Rows, images or characters, those for testing included.</summary>
    public required int Samples { get; init; }

    /// <summary>Samples that are kept for testing.</summary>
    public int TestSamples { get; init; }

    /// <summary>Classes, of a text its different characters; 0 if the target is a number.</summary>
    public required int Classes { get; init; }

    /// <summary>The shape of one prepared sample: of an image, or 1 × 1 × the encoded columns of a table.</summary>
    public required SampleShape Shape { get; init; }

    /// <summary>A table's columns in file order; empty for others.</summary>
    public IReadOnlyList<DatasetColumn> Columns { get; init; } = [];

    /// <summary>When it was registered; null if generated.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>Bytes of its files; 0 if generated.</summary>
    public long Bytes { get; init; }
}

/// <summary>One column of a table.</summary>
/// <param name="Name">From the header, or <c>column N</c>.</param>
/// <param name="Type">How it is read.</param>
/// <param name="IsTarget">Whether it is what is learnt.</param>
public sealed record DatasetColumn(string Name, ColumnType Type, bool IsTarget);
