using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

// What there is to say of numbers and dates.
internal sealed partial class ColumnProposal
{
    private const double LeastSpreadBesideSentinel = 5;
    private const double LeastSpreadOfThousands = 5;

    private void DescribeNumbers()
    {
        var (percent, currency, grouped) = (statistics[CellForm.Percent], statistics[CellForm.Currency], statistics[CellForm.Grouped]);
        if (percent > 0)
        {
            Say(percent < statistics.Numbers ? FindingLevel.Warning : FindingLevel.Note, "percent",
                $"The column '{name}' has {(percent < statistics.Numbers ? $"{Count(percent)} of {Count(statistics.Numbers)} numbers" : "numbers")} with a percent sign: '{statistics.First(CellForm.Percent)!.Text}' is read as the number before it.",
                statistics.First(CellForm.Percent)!.Line);
        }
        if (currency > 0)
        {
            Say(FindingLevel.Note, "currency", $"The column '{name}' has numbers with a currency sign: '{statistics.First(CellForm.Currency)!.Text}' is read without it.",
                statistics.First(CellForm.Currency)!.Line);
        }
        if (grouped > 0)
        {
            var met = statistics.First(CellForm.Grouped)!;
            var isComma = choices.Decimal is null && said?.Decimal is null && met.Text.Contains(',', StringComparison.Ordinal) && !met.Text.Contains('.', StringComparison.Ordinal);
            Say(grouped < statistics.Numbers ? FindingLevel.Warning : FindingLevel.Note, "thousands",
                $"The column '{name}' has {Count(grouped)} numbers with thousands marks: '{met.Text}' is read as {Number(statistics.NumberOf(met.Text))}.", met.Line,
                isComma ? [new Offer("Read the comma as decimal mark", new DatasetChoices { Decimal = "," })] : []);
        }
        DescribeSigns();
        DescribeDigits();
        DescribeSentinel(statistics.Least, statistics.Greatest.Value - statistics.Least.Next, statistics.Least.Next - statistics.Least.Value);
        DescribeSentinel(statistics.Greatest, statistics.Greatest.Next - statistics.Least.Value, statistics.Greatest.Value - statistics.Greatest.Next);
        if (!IsChosen && statistics.IsConsecutive && statistics.Rows > 2)
        {
            Say(FindingLevel.Warning, "consecutive", $"The column '{name}' goes up by one in each row. If it is a row number, it can leak the target.", null,
                Offer("Leave it out", ColumnType.Ignored));
        }
    }

    private void DescribeSigns()
    {
        Tell(CellForm.Parentheses, "parentheses", "in parentheses");
        Tell(CellForm.Minus, "minus", "with a minus after the digits, or one beyond ASCII");
        if (AreMagnitudes)
            Tell(CellForm.Magnitude, "magnitude", "with K, M or B for thousands, millions and thousands of millions", Offer("Leave it out", ColumnType.Ignored));
        if (statistics.HasUnit && statistics.First(CellForm.Unit) is { } met)
        {
            Say(statistics[CellForm.Unit] < Numbers ? FindingLevel.Warning : FindingLevel.Note, "unit",
                $"The column '{name}' has {(statistics[CellForm.Unit] < Numbers ? $"{Count(statistics[CellForm.Unit])} of {Count(Numbers)} numbers" : "numbers")} with a unit: '{met.Text}' is read as {Number(statistics.NumberOf(met.Text))}.",
                met.Line, [.. statistics.Distinct is null ? Array.Empty<Offer>() : [Offer("Read it as categories", ColumnType.Categorical)], Offer("Leave it out", ColumnType.Ignored)]);
        }
        if (statistics.HasOwnMark && said?.Decimal is null)
        {
            Say(FindingLevel.Warning, "decimal", $"The column '{name}' has a decimal {(statistics.Mark == ',' ? "comma" : "point")}, unlike the others.", statistics.FirstLine,
                Offer($"Use a {(statistics.Mark == ',' ? "point" : "comma")}", new ColumnChoices { Decimal = statistics.Mark == ',' ? "." : "," }));
        }

        void Tell(CellForm form, string code, string how, params IReadOnlyList<Offer> offers)
        {
            if (statistics.First(form) is { } first)
                Say(FindingLevel.Note, code, $"The column '{name}' has {Count(statistics[form])} number{(statistics[form] == 1 ? "" : "s")} {how}: '{first.Text}' is read as {Number(statistics.NumberOf(first.Text))}.", first.Line, offers);
        }
    }

    private void DescribeDigits()
    {
        if (statistics.Looks.LeadingZero is { } code && statistics.AllWhole)
            Say(FindingLevel.Note, "leading-zeros", $"The column '{name}' has {Count(statistics.Looks.LeadingZeros)} numbers with leading zeros: '{code}' is read as {Number(statistics.NumberOf(code))}.", null, Offer("Read it as categories", ColumnType.Categorical));
        // what is measured to three digits seldom spreads so far
        if (statistics.Looks.MayBePointThousands && Math.Abs(statistics.Greatest.Value) >= LeastSpreadOfThousands * Math.Abs(statistics.Least.Value) && statistics.Mark == '.' && said?.Decimal is null && choices.Decimal is null && statistics.First(CellForm.Number) is { } met)
        {
            Say(FindingLevel.Warning, "point-thousands", $"In the column '{name}', three digits follow each point: '{met.Text}' is read as {Number(statistics.NumberOf(met.Text))}. Do points part thousands?", met.Line,
                Offer("Points part thousands", new ColumnChoices { Decimal = "," }));
        }
        if (!statistics.AllWhole || DateNumber.Since1970(statistics.Least.Value, statistics.Greatest.Value) is not { } what || statistics.DistinctCount <= FewValues)
            return;
        Say(FindingLevel.Note, "epoch", $"The column '{name}' may hold {(what == Cells.DateNumbers.Seconds ? "seconds" : "milliseconds")} since 1970, from {DateText(DateNumber.Days(statistics.Least.Value, what), true)} to {DateText(DateNumber.Days(statistics.Greatest.Value, what), true)}: read as a number.", null,
            Offer("Read them as dates", ColumnType.Date));
    }

    // A value that recurs and lies farther from all others than they lie from each other; or the only negative one, or nines alone, apart from the others.
    private void DescribeSentinel(Extreme extreme, double spreadOfRest, double gap)
    {
        var isUsual = IsUsualSentinel(extreme, spreadOfRest);
        if (extreme.Count < 3 || !(spreadOfRest > 0) || (!isUsual && (extreme.Count > Present / 2 || gap <= spreadOfRest)))
            return;
        var word = Number(extreme.Value);
        Say(FindingLevel.Warning, "sentinel", $"In the column '{name}', {word} comes {Count(extreme.Count)} times and lies {(gap > spreadOfRest ? "far" : "apart")} from all other values. Does it stand for a missing value?", null,
            new Offer($"Treat {word} as missing", new DatasetChoices { AlsoMissing = [.. choices.AlsoMissing ?? [], word] }),
            Offer($"Treat {word} as missing in this column", new ColumnChoices { AlsoMissing = [.. said?.AlsoMissing ?? [], word] }));
    }

    // -1 or -200 where nothing else is below 0, 99 or 999 above all others
    private static bool IsUsualSentinel(Extreme extreme, double spreadOfRest) => extreme.Value < 0
        ? extreme.Next >= 0 && spreadOfRest > LeastSpreadBesideSentinel && extreme.Value == Math.Floor(extreme.Value)
        : extreme.Value is 99 or 999 or 9_999 or 99_999 or 999_999 && extreme.Value >= 2 * extreme.Next;

    private void DescribeDates()
    {
        var dates = statistics.Dates;
        var (hasDate, hasTime, least, greatest) = Dates;
        Say(FindingLevel.Note, "dates", hasDate
            ? $"The column '{name}' has dates from {DateText(least, hasTime)} to {DateText(greatest, hasTime)}: each is taken apart into day, month and day of the week{(hasTime ? ", and time of day" : "")}."
            : $"The column '{name}' has times of day.", null);
        if (DateNumbers == Cells.DateNumbers.YearMonthDay && !IsChosen)
        {
            var met = statistics.First(CellForm.Number)!;
            Say(FindingLevel.Warning, "compact-dates", $"In the column '{name}', each number is a day written as year, month and day: '{met.Text}' is read as {DateText(DateNumber.Days(statistics.NumberOf(met.Text), Cells.DateNumbers.YearMonthDay), false)}.", met.Line,
                Offer("Read it as numbers", ColumnType.Numeric));
        }
        if (dates.ZonesDiffer)
            Say(FindingLevel.Warning, "time-zone", $"In the column '{name}', dates are of several time zones, or some of none: each is read as its own clock shows it, so those of different zones do not compare.", null, Offer("Leave it out", ColumnType.Ignored));
        else if (dates.ZoneMinutes is not (null or 0))
            Say(FindingLevel.Note, "time-zone", $"In the column '{name}', all dates are of the same time zone, UTC{(dates.ZoneMinutes < 0 ? "-" : "+")}{Math.Abs(dates.ZoneMinutes.Value) / 60:00}:{Math.Abs(dates.ZoneMinutes.Value) % 60:00}: each is read as its clock shows it.", null);
        if (dates.IsInDoubt && said?.DateOrder is null)
        {
            var met = statistics.First(CellForm.Date)!;
            Say(FindingLevel.Warning, "date-order", $"In the column '{name}', nothing tells whether the day or the month comes first: '{met.Text}' is read with the day first.", met.Line,
                Offer("Read the month first", new ColumnChoices { DateOrder = Cells.DateOrder.MonthFirst }));
        }
    }
}
