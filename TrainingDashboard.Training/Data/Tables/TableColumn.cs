using System.Globalization;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>One column of a table in memory.</summary>
public sealed class TableColumn
{
    /// <summary>The code of a cell without a value in <see cref="Codes"/>.</summary>
    public const ushort MissingCode = ushort.MaxValue;

    /// <summary>From the header, or <c>column N</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it was read.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>
    /// One for each row, NaN where missing: the number, or days since 1 January 1970 with the time of day as a fraction. Empty unless
    /// numeric or dates.
    /// </summary>
    public double[] Numbers { get; init; } = [];

    /// <summary>For each row an index into <see cref="Levels"/> or <see cref="MissingCode"/>; empty unless categorical.</summary>
    public ushort[] Codes { get; init; } = [];

    /// <summary>The distinct values: ascending numbers if all are numbers, else in ordinal order; empty unless categorical.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Cells without a value.</summary>
    public required int MissingCount { get; init; }

    /// <summary>What becomes of them.</summary>
    public MissingRule Missing { get; init; } = MissingRule.Own;

    /// <summary>Of dates: whether they have a day, a time of day, or both.</summary>
    public bool HasDate { get; init; }

    /// <inheritdoc cref="HasDate"/>
    public bool HasTime { get; init; }

    /// <summary>Numbers this column contributes to a prepared sample.</summary>
    public int PreparedWidth => Type switch
    {
        ColumnType.Numeric => 1,
        ColumnType.Categorical => Levels.Count + (MissingCount > 0 && Missing == MissingRule.Own ? 1 : 0),
        ColumnType.Date => DateWidth(HasDate, HasTime),
        _ => 0,
    };

    /// <summary>A date of this column as people write it, year first; empty where missing.</summary>
    /// <param name="value">As in <see cref="Numbers"/>.</param>
    internal string ToText(double value) => double.IsNaN(value)
        ? ""
        : DateTime.UnixEpoch.AddSeconds(Math.Round(value * 86_400)).ToString(HasDate ? HasTime ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd" : "HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Numbers that a date becomes: the day, month and day of the week as points on circles, the time of day as another.</summary>
    internal static int DateWidth(bool hasDate, bool hasTime) => (hasDate ? 5 : 0) + (hasTime ? 2 : 0);
}
