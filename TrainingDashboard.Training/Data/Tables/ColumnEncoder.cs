namespace TrainingDashboard.Training.Data.Tables;

/// <summary>
/// Makes the numbers of a column's values, with what the training part shows: scale, and what stands for missing values. A
/// date becomes its day, standardised, and month, day of the week and time of day, each as a point on a circle, so that
/// December lies beside January.
/// </summary>
internal sealed class ColumnEncoder
{
    private const double DaysPerYear = 365.2425;

    // 1 January 1970 was a Thursday; the week begins on Monday.
    private const int WeekdayOfDayZero = 3;

    private readonly Scale _scale;
    private readonly double _fill;

    private ColumnEncoder(TableColumn column, Scale scale, double fill) => (Column, _scale, _fill) = (column, scale, fill);

    public TableColumn Column { get; }

    public int Width => Column.PreparedWidth;

    /// <summary>Fits on some rows.</summary>
    public static ColumnEncoder Fit(TableColumn column, ReadOnlySpan<int> trainRows)
    {
        if (column.Type == ColumnType.Categorical)
            return new ColumnEncoder(column, default, double.NaN);
        var scale = Scale.Fit(column.Numbers, trainRows);
        return new ColumnEncoder(column, scale, column.Missing == MissingRule.Median ? Median(column.Numbers, trainRows, scale.Mean) : scale.Mean);
    }

    /// <summary>The numbers of a row of the dataset.</summary>
    /// <param name="row">Which.</param>
    /// <param name="into">As many as <see cref="Width"/>, all zero.</param>
    public void Encode(int row, Span<float> into)
    {
        if (Column.Type == ColumnType.Categorical)
            Encode(Column.Codes[row] == TableColumn.MissingCode ? null : Column.Codes[row], into);
        else
            Encode(Column.Numbers[row], into);
    }

    /// <summary>The numbers of a number or a date; NaN is missing.</summary>
    /// <param name="value">As in <see cref="TableColumn.Numbers"/>.</param>
    /// <param name="into">As many as <see cref="Width"/>, all zero.</param>
    public void Encode(double value, Span<float> into)
    {
        if (Column.Type == ColumnType.Numeric)
        {
            into[0] = _scale.Apply(double.IsNaN(value) ? _fill : value);
            return;
        }
        // of a missing date only the day is filled in: nothing speaks for a month or an hour
        if (double.IsNaN(value))
        {
            if (Column.HasDate)
                into[0] = _scale.Apply(_fill);
            return;
        }
        if (Column.HasDate)
        {
            into[0] = _scale.Apply(value);
            var day = Math.Floor(value);
            Circle(day / DaysPerYear, into[1..]);
            Circle((day + WeekdayOfDayZero) / 7, into[3..]);
        }
        if (Column.HasTime)
            Circle(value - Math.Floor(value), into[(Column.HasDate ? 5 : 0)..]);
    }

    /// <summary>The numbers of a category; null is missing.</summary>
    /// <param name="level">Index into the column's levels.</param>
    /// <param name="into">As many as <see cref="Width"/>, all zero.</param>
    public void Encode(int? level, Span<float> into)
    {
        var at = level ?? Column.Levels.Count;
        if (at < into.Length)
            into[at] = 1;
    }

    // The turn of the year at the same point each year to within a day: the day of the year would do no better for a model.
    private static void Circle(double turns, Span<float> into)
    {
        var (sin, cos) = Math.SinCos((turns - Math.Floor(turns)) * 2 * Math.PI);
        (into[0], into[1]) = ((float)sin, (float)cos);
    }

    private static double Median(ReadOnlySpan<double> values, ReadOnlySpan<int> rows, double otherwise)
    {
        var present = new List<double>(rows.Length);
        foreach (var row in rows)
        {
            if (!double.IsNaN(values[row]))
                present.Add(values[row]);
        }
        if (present.Count == 0)
            return otherwise;
        present.Sort();
        var middle = present.Count / 2;
        return present.Count % 2 == 1 ? present[middle] : present[middle - 1] + ((present[middle] - present[middle - 1]) / 2);
    }
}
