namespace TrainingDashboard.Training.Data.Tables;

/// <summary>What a person says about a table; whatever is null is found out from the file.</summary>
public sealed record TableOptions
{
    /// <summary>Nothing said.</summary>
    public static TableOptions Default { get; } = new();

    /// <summary>Between cells: comma, semicolon, tab or pipe.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row names the columns.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The column to predict: its name, or its number from 1. The last by default.</summary>
    public string? Target { get; init; }

    /// <summary>Classes or numbers.</summary>
    public TableTask? Task { get; init; }

    /// <summary>Types of some columns, by name or number from 1.</summary>
    public IReadOnlyDictionary<string, ColumnType>? Columns { get; init; }
}
