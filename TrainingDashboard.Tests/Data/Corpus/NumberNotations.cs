using System.Globalization;
using System.Text;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Numbers as people write them.</summary>
internal static class NumberNotations
{
    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(50, 200);
        yield return Sales("thousands marks and dollars", [Number("units", d.Whole(900, 250_000)).Write(cell => Grouped(cell)), Number("price", d.Numbers(900, 9_000, 2)).Write(cell => "$" + Grouped(cell, 2))], ("thousands", "units"), ("currency", "price"));
        yield return Sales("percent signs", [Number("discount", d.Numbers(0, 60)).Write(cell => cell + "%"), Number("share", d.Numbers(0, 100, 2)).Write(cell => cell + " %")], ("percent", "discount"), ("percent", "share"));
        yield return Sales(
            "losses in parentheses", [Number("profit", d.Numbers(-5_000, 9_000, 2)).Write(Parenthesised), Number("balance", d.Numbers(-900, 900)).Write(cell => cell[0] == '-' ? $"({cell[1..]})" : cell)],
            ("parentheses", "profit"), ("parentheses", "balance"));
        yield return Sales(
            "suffixes K, M and B", [Number("views", d.Whole(10, 9_900).Select(value => value * 100)).Write(Magnitude), Number("market cap", d.Whole(10, 4_000).Select(value => value * 1_000_000)).Write(cell => "$" + Magnitude(cell))],
            ("magnitude", "views"), ("magnitude", "market cap"));
        yield return Sales("units after numbers", [Number("weight", d.Numbers(1, 90)).Write(cell => cell + " kg"), Number("engine", d.Whole(600, 4_000)).Write(cell => cell + "CC"), Number("height", d.Whole(150, 200)).Write(cell => cell + "cm")], ("unit", "weight"), ("unit", "engine"), ("unit", "height"));
        yield return new("two units in one column: a person has to say")
        {
            Columns = [Number("n", d.Whole(1, 90)), Words("weight", d.Numbers(1, 90).Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{value} {(i % 2 == 0 ? "kg" : "lb")}"))), Category("kind", d.Words("x", "y"))],
            Target = "kind",
            Told = [("text", "weight")],
        };
        CorpusColumn[] german = [Number("Umsatz", d.Numbers(1_000, 90_000, 2)).Write(cell => Marks(cell, '.', ',')), Number("Menge", d.Numbers(0, 9, 1)).Write(ClassicMeasurements.Comma), Category("Art", d.Words("a", "b"))];
        yield return new("German numbers: 1.234,56") { Columns = german, Dialect = new() { Delimiter = ";" }, Target = "Art", Told = [("decimal", null), ("thousands", "Umsatz")] };
        yield return new("German numbers in quotes between commas") { Columns = german, Dialect = new() { QuotesAll = true }, Target = "Art", Told = [("decimal", null), ("thousands", "Umsatz")] };
        yield return new("German whole thousands alone: 1.234 could be either")
        {
            // nothing tells 1.234 from a fraction: it is read as one until somebody says otherwise
            Columns = [Number("Einwohner", d.Whole(1_000, 99_000)).Write(cell => Marks(cell, '.', ',')), Category("Land", d.Words("de", "at"))],
            Dialect = new() { Delimiter = ";" },
            Target = "Land",
            ToldFirst = [("point-thousands", "Einwohner")],
            Choices = ["Points part thousands"],
            Told = [("thousands", "Einwohner")],
        };
        yield return new("French numbers: narrow spaces and commas")
        {
            Columns = [Number("population", d.Whole(1_000, 900_000)).Write(cell => Marks(cell, '\u202F', ',')), Number("prix", d.Numbers(1_000, 9_000, 2)).Write(cell => Marks(cell, '\u00A0', ',') + " €"), Category("genre", d.Words("un", "deux"))],
            Dialect = new() { Delimiter = ";" },
            Target = "genre",
            Told = [("decimal", null), ("thousands", "population"), ("currency", "prix")],
        };
        yield return new("Swiss numbers: apostrophes")
        {
            Columns = [Number("Betrag", d.Numbers(1_000, 900_000, 2)).Write(cell => "CHF " + Marks(cell, '\'', '.')), Number("Miete", d.Whole(1_000, 4_000)).Write(cell => Marks(cell, '’', '.')), Category("Kanton", d.Words("ZH", "BE"))],
            Dialect = new() { Delimiter = ";" },
            Target = "Kanton",
            Told = [("currency", "Betrag"), ("thousands", "Miete")],
        };
        yield return Sales("Indian groups: 12,34,567", [Number("income", d.Whole(100_000, 9_000_000)).Write(Indian)], ("thousands", "income"));
        yield return Sales("signs and exponents", [Number("charge", d.Numbers(-9, 9, 2)).Write(cell => cell[0] == '-' ? cell : "+" + cell), Number("mass", d.Whole(1, 99)).Write(cell => cell + "E+00")]);
        yield return Sales("minus as a character of its own, and at the end", [Number("delta", d.Numbers(-9, 9, 2)).Write(cell => cell.Replace('-', '\u2212')), Number("owed", d.Whole(-90, 90)).Write(cell => cell[0] == '-' ? cell[1..] + "-" : cell)], ("minus", "delta"), ("minus", "owed"));
        yield return Sales("no digit before the point", [Number("ratio", d.Numbers(0.01, 0.99, 2)).Write(cell => cell.TrimStart('0'))]);
        yield return Sales("zip codes with leading zeros are no quantity", [Category("zip", d.Words("02139", "02140", "10001", "94107", "60601")), Number("rooms", d.Whole(1, 9))], ("leading-zeros", "zip"));
        yield return new("a price in euros, decimal commas between semicolons")
        {
            Columns = [Number("preis", d.Numbers(1, 90, 2)).Write(cell => ClassicMeasurements.Comma(cell) + " €"), Number("rabatt", d.Numbers(0, 50, 1)).Write(cell => ClassicMeasurements.Comma(cell) + " %"), Category("art", d.Words("a", "b"))],
            Dialect = new() { Delimiter = ";" },
            Target = "art",
            Told = [("decimal", null), ("currency", "preis"), ("percent", "rabatt")],
        };
        yield return new("a decimal comma in one column only, points in the others")
        {
            Columns = [Number("a", d.Numbers(0, 9, 2)), Number("b", d.Numbers(0, 9, 2)).Write(ClassicMeasurements.Comma), Number("c", d.Numbers(0, 9, 3)), Category("kind", d.Words("x", "y"))],
            Dialect = new() { Delimiter = ";" },
            Target = "kind",
            Told = [("decimal", "b")],
        };
    }

    private static CorpusTable Sales(string name, CorpusColumn[] columns, params (string, string?)[] told) => new(name)
    {
        Columns = [.. columns, Category("outcome", new Draws(51, 200).Words("won", "lost"))],
        Target = "outcome",
        Told = told,
    };

    private static string Grouped(string cell) => Grouped(cell, 0);

    private static string Grouped(string cell, int decimals) => Value(cell).ToString($"N{decimals}", CultureInfo.InvariantCulture);

    private static string Parenthesised(string cell) => Value(cell) < 0 ? $"({Grouped(cell[1..], 2)})" : Grouped(cell, 2);

    private static string Magnitude(string cell)
    {
        var (value, suffix) = Value(cell) switch { >= 1e9 and var v => (v / 1e9, "B"), >= 1e6 and var v => (v / 1e6, "M"), >= 1e3 and var v => (v / 1e3, "K"), var v => (v, "") };
        return value.ToString(CultureInfo.InvariantCulture) + suffix;
    }

    private static string Marks(string cell, char group, char mark)
    {
        var decimals = cell.Contains('.', StringComparison.Ordinal) ? 2 : 0;
        return Grouped(cell, decimals).Replace('.', '\0').Replace(',', group).Replace('\0', mark);
    }

    private static string Indian(string cell)
    {
        var text = new StringBuilder();
        for (var i = 0; i < cell.Length; i++)
        {
            var left = cell.Length - i;
            if (i > 0 && (left == 3 || (left > 3 && left % 2 == 1)))
                text.Append(',');
            text.Append(cell[i]);
        }
        return text.ToString();
    }

    private static double Value(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
