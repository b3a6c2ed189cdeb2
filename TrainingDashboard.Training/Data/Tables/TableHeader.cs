using System.Globalization;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Data.Tables.Csv;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>The names of a table's columns, each made whole and told apart from the others.</summary>
/// <param name="Names">One for each column.</param>
/// <param name="Mended">For each name that was changed: the column from 0, what the file has, and why it was changed.</param>
/// <param name="Line">Where the names stand.</param>
internal sealed record TableHeader(IReadOnlyList<string> Names, IReadOnlyList<(int Column, string Before, HeaderFault Fault)> Mended, int Line)
{
    private const int MostCharacters = 200;

    /// <summary>The names that the first record has, or a comment before it; else <c>column N</c>.</summary>
    public static TableHeader Of(IRecordReader first, CsvLayout layout, DatasetLimits limits)
    {
        var names = new List<string>();
        if ((layout.HeaderComment ?? layout.Attributes) is { } commented)
            names.AddRange(commented);
        else if (layout.HasHeader)
            names.AddRange(ReadNames(first));
        if (layout.HasRowNames)
            names.Insert(0, "");
        var width = layout.Columns > 0 ? layout.Columns : first.Count;
        // names beyond the rows' cells count unless they are empty
        while (names.Count > width && names[^1].Length == 0)
            names.RemoveAt(names.Count - 1);
        var hasNames = names.Count > 0;
        while (names.Count < width)
            names.Add("");
        return Mend(names, hasNames, first.RecordLine, limits);
    }

    /// <summary>Refuses another file's header that names other columns.</summary>
    public void CheckSame(IRecordReader header, string title)
    {
        var others = ReadNames(header).ToList();
        while (others.Count > Names.Count && others[^1].Length == 0)
            others.RemoveAt(others.Count - 1);
        for (var i = 0; i < Math.Max(others.Count, Names.Count); i++)
        {
            var (here, there) = (i < others.Count ? others[i] : null, i < Names.Count ? Names[i] : null);
            if (here != there && Mended.All(m => m.Column != i))
                throw header.Fault(i, there is null ? $"Expected the {Names.Count} columns of {title}, but this file has more." : $"Expected the column '{there}', as in {title}, but there is {(here is null ? "none" : $"'{Jobs.Shown.Cut(here)}'")}.");
        }
    }

    private static IEnumerable<string> ReadNames(IRecordReader reader)
    {
        for (var i = 0; i < reader.Count; i++)
            yield return Composed.Form(System.Text.Encoding.UTF8.GetString(reader.Bytes(i))).Trim();
    }

    private static TableHeader Mend(List<string> names, bool hasNames, int line, DatasetLimits limits)
    {
        var mended = new List<(int, string, HeaderFault)>();
        var taken = new HashSet<string>(names, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            var before = names[i];
            if (before.Length == 0)
            {
                names[i] = Free(string.Create(CultureInfo.InvariantCulture, $"column {i + 1}"), taken);
                if (hasNames)
                    mended.Add((i, before, HeaderFault.Empty));
            }
            else if (before.Length > MostCharacters)
            {
                names[i] = Free(before[..(char.IsHighSurrogate(before[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)] + "…", taken);
                mended.Add((i, before, HeaderFault.TooLong));
            }
            else if (!seen.Add(before))
            {
                names[i] = Free(before, taken);
                mended.Add((i, before, HeaderFault.Repeated));
            }
        }
        return names.Count <= limits.MaxColumns
            ? new TableHeader(names, mended, line)
            : throw new ArgumentException("The reader lets no more columns pass than the limits allow.");
    }

    /// <summary>The name, or the first of <c>name (2)</c>, <c>name (3)</c>, … that no other column has.</summary>
    private static string Free(string name, HashSet<string> taken)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
        return free;
    }
}

/// <summary>What was wrong with a column's name.</summary>
internal enum HeaderFault
{
    Empty,
    Repeated,
    TooLong,
}
