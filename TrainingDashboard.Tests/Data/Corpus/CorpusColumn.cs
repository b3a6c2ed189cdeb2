using System.Globalization;
using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>A column of a made table: the cells that are written, and what they mean.</summary>
internal sealed class CorpusColumn
{
    private CorpusColumn(string name, ColumnType type, string[] cells) => (Name, Type, Cells) = (name, type, cells);

    /// <summary>What it is called once it is read.</summary>
    public string Name { get; private init; }

    /// <summary>What the header calls it.</summary>
    public string Written { get; private init; } = "";

    public ColumnType Type { get; private init; }

    /// <summary>What is written for each row, without quotes.</summary>
    public string[] Cells { get; private init; }

    /// <summary>What is meant, of numbers and dates; NaN is missing.</summary>
    public double[] Numbers { get; private init; } = [];

    /// <summary>What is meant, of categories; null is missing.</summary>
    public string?[] Categories { get; private init; } = [];

    /// <summary>Numbers, written with a point.</summary>
    public static CorpusColumn Number(string name, IEnumerable<double> values, int decimals = -1)
    {
        double[] numbers = [.. values];
        return new(name, ColumnType.Numeric, Array.ConvertAll(numbers, value => value.ToString(decimals < 0 ? "R" : $"F{decimals}", CultureInfo.InvariantCulture)))
        {
            Numbers = numbers,
            Written = name,
        };
    }

    /// <summary>Categories, written as they are called.</summary>
    public static CorpusColumn Category(string name, IEnumerable<string> values)
    {
        string[] cells = [.. values];
        return new(name, ColumnType.Categorical, cells) { Categories = cells, Written = name };
    }

    /// <summary>Dates, or times of day where they have no day, in a .NET format.</summary>
    public static CorpusColumn Date(string name, string format, IEnumerable<DateTime> values)
    {
        DateTime[] dates = [.. values];
        return new(name, ColumnType.Date, Array.ConvertAll(dates, date => date.ToString(format, CultureInfo.InvariantCulture)))
        {
            Numbers = Array.ConvertAll(dates, date => (date - DateTime.UnixEpoch).TotalDays),
            Written = name,
        };
    }

    /// <summary>Names and free text, which are left out.</summary>
    public static CorpusColumn Words(string name, IEnumerable<string> values) => new(name, ColumnType.Text, [.. values]) { Written = name };

    /// <summary>What is left out for another reason: an index, a constant, nothing at all.</summary>
    public static CorpusColumn Ignored(string name, IEnumerable<string> values) => new(name, ColumnType.Ignored, [.. values]) { Written = name };

    /// <summary>The same called otherwise in the header than once it is read.</summary>
    public CorpusColumn Headed(string written) => With(Cells, written: written);

    /// <summary>The same left out.</summary>
    public CorpusColumn As(ColumnType type) => new(Name, type, Cells) { Written = Written };

    /// <summary>The same meaning, written otherwise.</summary>
    public CorpusColumn Write(Func<string, string> write) => With(Array.ConvertAll(Cells, cell => write(cell)));

    /// <summary>The same meaning, written otherwise in some rows.</summary>
    public CorpusColumn Write(Func<string, int, string> write) => With([.. Cells.Select(write)]);

    /// <summary>The same with a value missing in some rows.</summary>
    /// <param name="word">What is written there.</param>
    /// <param name="every">The first row of each so many.</param>
    /// <param name="from">Which of these rows.</param>
    public CorpusColumn Missing(string word, int every, int from = 0) => new(Name, Type, [.. Cells.Select((cell, i) => i % every == from ? word : cell)])
    {
        Written = Written,
        Numbers = [.. Numbers.Select((number, i) => i % every == from ? double.NaN : number)],
        Categories = [.. Categories.Select((category, i) => i % every == from ? null : category)],
    };

    private CorpusColumn With(string[] cells, string? written = null) => new(Name, Type, cells) { Written = written ?? Written, Numbers = Numbers, Categories = Categories };
}
