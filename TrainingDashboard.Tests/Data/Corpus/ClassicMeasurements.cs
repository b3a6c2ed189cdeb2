using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Shapes of well-known tables to predict a number from.</summary>
internal static class ClassicMeasurements
{
    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(20, 400);
        yield return new("abalone: sexes, then sizes, rings last, no header")
        {
            FileName = "abalone.data",
            Columns = [Category("column 1", d.Words("M", "F", "I")), Number("column 2", d.Numbers(0.07, 0.8, 3)), Number("column 3", d.Numbers(0.05, 0.65, 3)), Number("column 4", d.Numbers(0.01, 2.8, 4)), Number("column 5", d.Whole(1, 29))],
            Dialect = new() { HasHeader = false },
            Target = "column 5",
            Task = TableTask.Regression,
        };
        yield return AutoMpg();
        yield return new("housing: runs of spaces of fixed widths")
        {
            FileName = "housing.data",
            Columns = [Number("column 1", d.Skewed(0, 89, 5), 5), Number("column 2", d.Numbers(0, 100, 2), 2), Number("column 3", d.Whole(0, 1)), Number("column 4", d.Numbers(3.5, 8.8, 4), 4), Number("column 5", d.Numbers(5, 50, 2), 2)],
            Dialect = new() { HasHeader = false, Delimiter = " ", Width = 9 },
            Target = "column 5",
            Task = TableTask.Regression,
        };
        yield return new("airquality: NA in the target, too")
        {
            Columns = [Number("Ozone", d.Whole(1, 168)).Missing("NA", 4, 3), Number("Solar.R", d.Whole(7, 334)).Missing("NA", 20, 4), Number("Wind", d.Numbers(1.7, 20.7)), Number("Temp", d.Whole(56, 97)), Number("Month", d.Whole(5, 9)), Number("Day", d.Whole(1, 31))],
            Dialect = new() { QuotesTexts = false },
            Target = "Ozone",
            Rows = 300,
            Task = TableTask.Regression,
            Choices = [new DatasetChoices { Target = "Ozone" }],
            Told = [("target-missing", "Ozone"), ("missing-words", "Solar.R")],
        };
        var cars = new Draws(21, 32);
        yield return new("mtcars: row names without a name")
        {
            Columns = [Words("column 1", cars.Each(i => $"Model {(char)('A' + (i % 26))}{i}")).Headed(""), Number("mpg", cars.Numbers(10.4, 33.9)), Number("cyl", cars.Each(i => 4.0 + (i % 3 * 2))), Number("disp", cars.Numbers(71, 472)), Number("wt", cars.Numbers(1.5, 5.4, 3))],
            Dialect = new() { QuotesTexts = true },
            Target = "mpg",
            Task = TableTask.Regression,
            Choices = [new DatasetChoices { Target = "mpg" }],
            Told = [("header", "column 1"), ("text", "column 1")],
        };
        yield return Bikes();
        yield return AirQualityUci();
        yield return HouseholdPower();
        yield return Students();
        yield return new("wine quality: semicolons, quoted names, scores 3 to 8")
        {
            FileName = "winequality-red.csv",
            Columns = [Number("fixed acidity", d.Numbers(4.6, 15.9)), Number("volatile acidity", d.Numbers(0.1, 1.6, 3)), Number("alcohol", d.Numbers(8.4, 14.9)), Category("quality", d.Words("3", "4", "5", "6", "7", "8"))],
            Dialect = new() { Delimiter = ";", QuotesTexts = true },
            Target = "quality",
            Told = [("task", "quality")],
        };
        yield return new("forest fires: months and days as words, many zeros")
        {
            Columns = [Number("X", d.Whole(1, 9)), Number("Y", d.Whole(2, 9)), Category("month", d.Words("jan", "feb", "mar", "aug", "sep")), Category("day", d.Words("mon", "tue", "wed", "thu", "fri", "sat", "sun")), Number("temp", d.Numbers(2.2, 33.3)), Number("area", d.Skewed(0, 1090))],
            Target = "area",
            Task = TableTask.Regression,
        };
        yield return new("energy efficiency: two empty columns at the end")
        {
            Columns = [Number("X1", d.Numbers(0.62, 0.98, 2)), Number("X2", d.Numbers(514, 808)), Number("Y1", d.Numbers(6, 43, 2)), Number("Y2", d.Numbers(10, 48, 2)), Ignored("column 5", d.Each(_ => "")).Headed(""), Ignored("column 6", d.Each(_ => "")).Headed("")],
            Dialect = new() { LineEnd = "\r\n" },
            Target = "Y2",
            Task = TableTask.Regression,
            Told = [("empty", "column 5"), ("empty", "column 6")],
        };
        yield return new("concrete: names with commas, units and a space at the end")
        {
            Columns = [Number("Cement (component 1)(kg in a m^3 mixture)", d.Numbers(102, 540)), Number("Water, clean (kg in a m^3 mixture)", d.Numbers(121, 247)), Number("Age (day)", d.Whole(1, 365)), Number("Concrete compressive strength(MPa, megapascals)", d.Numbers(2.3, 82.6, 2)).Headed("Concrete compressive strength(MPa, megapascals) ")],
            Target = "Concrete compressive strength(MPa, megapascals)",
            Task = TableTask.Regression,
        };
        yield return CreditDefault();
    }

    private static CorpusTable AutoMpg()
    {
        var d = new Draws(22, 398);
        return new("auto-mpg: runs of spaces, a tab before quoted names, question marks, target first")
        {
            FileName = "auto-mpg.data",
            Columns =
            [
                Number("column 1", d.Numbers(9, 46.6), 1), Number("column 2", d.Each(i => 4.0 + (i % 3 * 2))), Number("column 3", d.Numbers(68, 455), 1), Number("column 4", d.Numbers(46, 230), 1).Missing("?", 66, 32), Number("column 5", d.Whole(1613, 5140)),
                Number("column 6", d.Whole(70, 82)), Words("column 7", d.Each(i => $"\"maker {i % 9} model {i}\"")).Write((cell, i) => (i % 2 == 0 ? "\t" : " \t") + cell),
            ],
            Dialect = new() { HasHeader = false, Delimiter = "   ", Quote = "" },
            Target = "column 1",
            Task = TableTask.Regression,
            Choices = [new DatasetChoices { Target = "column 1" }],
            Told = [("missing-words", "column 4"), ("text", "column 7")],
        };
    }

    private static CorpusTable Bikes()
    {
        var d = new Draws(23, 731);
        return new("bike sharing: a row number with a name of its own, dates, counts")
        {
            FileName = "day.csv",
            Columns =
            [
                Ignored("instant", d.Each(i => $"{i + 1}")), Date("dteday", "yyyy-MM-dd", d.Each(i => new DateTime(2011, 1, 1).AddDays(i))), Number("season", d.Whole(1, 4)), Number("holiday", d.Whole(0, 1)), Number("temp", d.Numbers(0.05, 0.86, 6)),
                Number("casual", d.Whole(2, 3410)), Number("cnt", d.Whole(22, 8714)),
            ],
            Target = "cnt",
            Task = TableTask.Regression,
            Told = [("index", "instant"), ("dates", "dteday")],
        };
    }

    private static CorpusTable AirQualityUci()
    {
        var d = new Draws(24, 300);
        var from = new DateTime(2004, 3, 10, 18, 0, 0);
        return new("air quality: semicolons, decimal commas, -200 for missing, empty columns and rows at the end")
        {
            FileName = "AirQualityUCI.csv",
            Columns =
            [
                Date("Date", "dd/MM/yyyy", d.Each(i => from.AddHours(i).Date)), Date("Time", "HH.mm.ss", d.Each(i => DateTime.UnixEpoch.AddHours((18 + i) % 24))),
                Number("CO(GT)", d.Numbers(0.1, 11)).Write(Comma).Missing("-200", 6, 3), Number("NOx(GT)", d.Whole(2, 1479)).Missing("-200", 8, 5), Number("T", d.Numbers(-1.9, 44)).Write(Comma).Missing("-200", 25, 4), Number("AH", d.Numbers(0.18, 2.2, 4)).Write(Comma),
                Ignored("column 7", d.Each(_ => "")).Headed(""), Ignored("column 8", d.Each(_ => "")).Headed(""),
            ],
            Dialect = new() { Delimiter = ";", LineEnd = "\r\n", After = string.Concat(Enumerable.Repeat(";;;;;;;\r\n", 30)) },
            Target = "AH",
            Task = TableTask.Regression,
            ToldFirst = [("sentinel", "CO(GT)"), ("sentinel", "NOx(GT)"), ("decimal", null)],
            Choices = ["Treat -200 as missing"],
            Told = [("dates", "Date"), ("dates", "Time"), ("empty", "column 7"), ("empty", "column 8"), ("missing-words", "T"), ("target-missing", "AH")],
        };
    }

    private static CorpusTable HouseholdPower()
    {
        var d = new Draws(25, 500);
        var from = new DateTime(2006, 12, 16, 17, 24, 0);
        return new("household power: date and time columns, question marks in whole rows")
        {
            FileName = "household_power_consumption.txt",
            Columns =
            [
                Date("Date", "d/M/yyyy", d.Each(i => from.AddMinutes(i * 90).Date)), Date("Time", "HH:mm:ss", d.Each(i => DateTime.UnixEpoch + from.AddMinutes(i * 90).TimeOfDay)),
                Number("Global_active_power", d.Numbers(0.08, 11, 3), 3).Missing("?", 50, 9), Number("Voltage", d.Numbers(223, 254, 2), 3).Missing("?", 50, 9), Number("Sub_metering_3", d.Numbers(0, 31, 3), 3).Missing("", 50, 9),
            ],
            Dialect = new() { Delimiter = ";" },
            Target = "Sub_metering_3",
            Task = TableTask.Regression,
            Rows = 490,
            // question marks stand in rows without a target only, which are told; by itself it is no table but a text, as its name ends in .txt
            Choices = [new DatasetChoices { Kind = Training.Data.DatasetKind.Table }],
            Told = [("dates", "Date"), ("dates", "Time"), ("target-missing", "Sub_metering_3")],
        };
    }

    private static CorpusTable Students()
    {
        var d = new Draws(26, 395);
        return new("student performance: semicolons, words quoted and some numbers too, grades 0 to 19")
        {
            FileName = "student-mat.csv",
            Columns =
            [
                Category("school", d.Words("GP", "MS")), Number("age", d.Whole(15, 22)), Category("famsize", d.Words("GT3", "LE3")), Category("paid", d.Words("yes", "no")), Number("G1", d.Whole(3, 19)).Write(cell => $"\"{cell}\""),
                Number("G2", d.Whole(0, 19)).Write(cell => $"\"{cell}\""), Number("G3", d.Whole(0, 19)),
            ],
            Dialect = new() { Delimiter = ";", Quote = "" },
            Target = "G3",
            Task = TableTask.Regression,
            ToldFirst = [("task", "G3")],
            Choices = ["Predict it as a number"],
        };
    }

    private static CorpusTable CreditDefault()
    {
        var d = new Draws(27, 500);
        return new("credit default: a line X1, X2, … above the names")
        {
            Columns = [Ignored("ID", d.Each(i => $"{i + 1}")), Number("LIMIT_BAL", d.Whole(10_000, 800_000)), Number("SEX", d.Whole(1, 2)), Number("PAY_0", d.Whole(-2, 8)), Category("default payment next month", d.Mostly(0.78, "0", "1"))],
            Dialect = new() { Before = ",X1,X2,X6,Y\n" },
            Target = "default payment next month",
            Told = [("index", "ID"), ("skipped-lines", null)],
        };
    }

    internal static string Comma(string number) => number.Replace('.', ',');
}
