using System.Globalization;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Series in time and dates in every notation.</summary>
internal static class Times
{
    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(70, 250);
        yield return new("stock prices: date first, volumes")
        {
            Columns = [Date("Date", "yyyy-MM-dd", d.Each(i => new DateTime(2020, 1, 2).AddDays(i))), Number("Open", d.Numbers(90, 200, 2)), Number("Adj Close", d.Numbers(90, 200, 6)), Number("Volume", d.Whole(1_000_000, 90_000_000))],
            Target = "Volume",
            Task = TableTask.Regression,
            Told = [("dates", "Date")],
        };
        yield return new("a sensor: ISO times with Z, states")
        {
            Columns = [Date("timestamp", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", d.Each(i => new DateTime(2024, 3, 1).AddSeconds(i * 97))), Number("temp_c", d.Numbers(15, 40, 2)), Number("humidity", d.Numbers(20, 90, 1)).Missing("", 25, 3), Category("state", d.Words("ok", "warn", "fail"))],
            Target = "state",
            Told = [("dates", "timestamp")],
        };
        yield return new("a log: seconds since 1970")
        {
            Columns = [Number("ts", d.Each(i => 1_700_000_000.0 + (i * 60))), Number("cpu", d.Numbers(0, 100)), Number("mem", d.Numbers(0, 64, 2)), Category("alert", d.Mostly(0.9, "0", "1"))],
            Target = "alert",
            Told = [("epoch", "ts")],
        };
        yield return new("milliseconds since 1970")
        {
            Columns = [Number("time_ms", d.Each(i => 1_700_000_000_123.0 + (i * 977))), Number("x", d.Numbers(-2, 2, 3)), Number("y", d.Numbers(-2, 2, 3)), Category("activity", d.Words("walk", "sit"))],
            Target = "activity",
            Told = [("epoch", "time_ms")],
        };
        yield return new("seconds since 1970 that are meant as dates")
        {
            Columns = [Date("created_utc", "yyyy", d.Each(i => DateTime.UnixEpoch.AddSeconds(1_600_000_000 + (i * 86_399L)))).Write((_, i) => $"{1_600_000_000 + (i * 86_399L)}"), Number("score", d.Whole(0, 90)), Category("removed", d.Words("yes", "no"))],
            Target = "removed",
            ToldFirst = [("epoch", "created_utc")],
            Choices = ["Read them as dates"],
            Told = [("dates", "created_utc")],
        };
        yield return new("zones: +02:00")
        {
            Columns = [Date("at", "yyyy-MM-dd'T'HH:mm:ss'+02:00'", d.Each(i => new DateTime(2024, 7, 1).AddMinutes(i * 37))), Number("load", d.Numbers(0, 9)), Category("kind", d.Words("a", "b"))],
            Target = "kind",
            Told = [("dates", "at"), ("time-zone", "at")],
        };
        yield return new("two zones in one column")
        {
            Columns = [Date("at", "yyyy-MM-dd'T'HH:mm:ss", d.Each(i => new DateTime(2024, 7, 1).AddMinutes(i * 37))).Write((cell, i) => cell + (i % 3 == 0 ? "+02:00" : "+01:00")), Number("load", d.Numbers(0, 9)), Category("kind", d.Words("a", "b"))],
            Target = "kind",
            Told = [("time-zone", "at")],
        };
        yield return new("German dates with a time")
        {
            Columns = [Date("Datum", "dd.MM.yyyy HH:mm", d.Each(i => new DateTime(2022, 1, 28).AddHours(i * 5))), Number("Wert", d.Numbers(0, 9, 2)).Write(ClassicMeasurements.Comma), Category("Art", d.Words("a", "b"))],
            Dialect = new() { Delimiter = ";" },
            Target = "Art",
            Told = [("dates", "Datum"), ("decimal", null)],
        };
        yield return new("American dates that nothing tells from European ones")
        {
            Columns = [Date("date", "MM/dd/yyyy", d.Each(i => new DateTime(2022, 1 + (i % 12), 1 + (i / 12 % 12)))), Number("sales", d.Whole(1, 900)), Category("store", d.Words("a", "b"))],
            Target = "store",
            ToldFirst = [("date-order", "date")],
            Choices = ["Read the month first"],
            Told = [("dates", "date")],
        };
        yield return new("months as words")
        {
            Columns = [Date("day", "d-MMM-yy", d.Each(i => new DateTime(2021, 2, 3).AddDays(i))), Date("due", "MMMM d, yyyy", d.Each(i => new DateTime(2021, 2, 3).AddDays(i * 2))), Number("n", d.Whole(1, 90)), Category("k", d.Words("a", "b"))],
            Target = "k",
            Told = [("dates", "day"), ("dates", "due")],
        };
        yield return new("compact dates: 20240131")
        {
            Columns = [Date("date", "yyyyMMdd", d.Each(i => new DateTime(2023, 11, 5).AddDays(i))), Number("n", d.Whole(1, 90)), Category("k", d.Words("a", "b"))],
            Target = "k",
            Told = [("compact-dates", "date"), ("dates", "date")],
        };
        yield return new("years and quarters")
        {
            Columns = [Number("year", d.Each(i => 1960.0 + (i / 4))), Category("quarter", d.Each(i => $"Q{1 + (i % 4)}")), Number("gdp", d.Numbers(100, 900)), Number("rate", d.Numbers(0, 9, 2))],
            Target = "rate",
            Task = TableTask.Regression,
        };
        yield return new("months: 2020-01")
        {
            Columns = [Date("month", "yyyy-MM", d.Each(i => new DateTime(1999, 1, 1).AddMonths(i))), Number("passengers", d.Whole(100, 700))],
            Target = "passengers",
            Task = TableTask.Regression,
            Told = [("dates", "month")],
        };
        yield return new("times of day in twelve hours, durations")
        {
            Columns = [Date("pickup", "h:mm tt", d.Each(i => DateTime.UnixEpoch.AddMinutes(i * 37 % 1_440))), Number("distance", d.Numbers(0.3, 30, 2)), Number("fare", d.Numbers(3, 90, 2))],
            Target = "fare",
            Task = TableTask.Regression,
            Told = [("dates", "pickup")],
        };
        yield return new("0000-00-00 for no date")
        {
            Columns = [Date("born", "yyyy-MM-dd", d.Each(i => new DateTime(1960, 1, 1).AddDays(i * 31))).Missing("0000-00-00", 20, 7), Number("n", d.Whole(1, 90)), Category("k", d.Words("a", "b"))],
            Target = "k",
            ToldFirst = [("stray", "born")],
            Choices = ["Treat '0000-00-00' as missing"],
            Told = [("dates", "born"), ("missing-words", "born")],
        };
        yield return new("steps of a run: a count from 1 that is the time")
        {
            // a row number, or the time that everything hangs on? the one who made it knows
            Columns = [Number("step", d.Each(i => i + 1.0)), Number("level", d.Numbers(0, 9, 2)), Number("flow", d.Numbers(0, 9, 2))],
            Target = "flow",
            Task = TableTask.Regression,
            Told = [("consecutive", "step")],
        };
    }
}
