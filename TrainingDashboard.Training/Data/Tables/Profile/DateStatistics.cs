using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>What is gathered of a column's dates while the order of day and month is not yet known.</summary>
internal sealed class DateStatistics
{
    private readonly double[] _least = [double.PositiveInfinity, double.PositiveInfinity];
    private readonly double[] _greatest = [double.NegativeInfinity, double.NegativeInfinity];

    /// <summary>Dates, times of day among them.</summary>
    public long Count { get; private set; }

    /// <summary>Those with a day.</summary>
    public long WithDate { get; private set; }

    /// <summary>Those with a time of day.</summary>
    public long WithTime { get; private set; }

    /// <summary>Those whose parts could stand in either order.</summary>
    public long InEitherOrder { get; private set; }

    /// <summary>Those that only make sense with the day first.</summary>
    public long OnlyDayFirst { get; private set; }

    /// <summary>Those that only make sense with the month first.</summary>
    public long OnlyMonthFirst { get; private set; }

    /// <summary>How far the clock of the first one that says so is ahead of UTC, in minutes; null where none does.</summary>
    public int? ZoneMinutes { get; private set; }

    /// <summary>Whether clocks differ, or some do not say.</summary>
    public bool ZonesDiffer { get; private set; }

    /// <summary>Whether the order matters and nothing tells it.</summary>
    public bool IsInDoubt => InEitherOrder > 0 && OnlyDayFirst == 0 && OnlyMonthFirst == 0;

    /// <summary>The order that most dates tell; the day first where nothing does.</summary>
    public DateOrder Order => OnlyMonthFirst > OnlyDayFirst ? DateOrder.MonthFirst : DateOrder.DayFirst;

    public void Add(in DateCell date)
    {
        if (Count == 0)
            ZoneMinutes = date.ZoneMinutes;
        ZonesDiffer |= date.ZoneMinutes != ZoneMinutes;
        ZoneMinutes ??= date.ZoneMinutes;
        Count++;
        WithDate += date.HasDate ? 1 : 0;
        WithTime += date.HasTime ? 1 : 0;
        var monthFirst = date.Days(DateOrder.MonthFirst);
        var dayFirst = date.IsFixed ? monthFirst : date.Days(DateOrder.DayFirst);
        if (!date.IsFixed)
        {
            InEitherOrder += !double.IsNaN(dayFirst) && !double.IsNaN(monthFirst) && dayFirst != monthFirst ? 1 : 0;
            OnlyDayFirst += double.IsNaN(monthFirst) ? 1 : 0;
            OnlyMonthFirst += double.IsNaN(dayFirst) ? 1 : 0;
        }
        Take(0, dayFirst);
        Take(1, monthFirst);
    }

    /// <summary>The first and the last day in an order, in days since 1970.</summary>
    public (double Least, double Greatest) Range(DateOrder order)
    {
        var which = order == DateOrder.MonthFirst ? 1 : 0;
        return (_least[which], _greatest[which]);
    }

    private void Take(int which, double days)
    {
        if (double.IsNaN(days))
            return;
        _least[which] = Math.Min(_least[which], days);
        _greatest[which] = Math.Max(_greatest[which], days);
    }
}
