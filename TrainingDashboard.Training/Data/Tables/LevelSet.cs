using System.Text;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>The distinct texts of a column, up to a limit, and each row's code.</summary>
internal sealed class LevelSet(int maxLevels)
{
    private readonly Dictionary<string, ushort> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _levels = [];
    private ushort[] _rows = [];
    private int _count;

    /// <summary>Adds a row's text; false if it would be one distinct text too many, and then nothing is added.</summary>
    public bool TryAdd(ReadOnlySpan<byte> text)
    {
        Span<char> buffer = text.Length <= 256 ? stackalloc char[256] : new char[text.Length];
        ReadOnlySpan<char> chars = buffer[..Encoding.UTF8.GetChars(text, buffer)];
        if (!Ascii.IsValid(text))
            chars = Composed.Form(chars.ToString());
        var lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(chars, out var code))
        {
            if (_levels.Count >= maxLevels)
                return false;
            code = (ushort)_levels.Count;
            _levels.Add(chars.ToString());
            _codes.Add(_levels[^1], code);
        }
        Append(code);
        return true;
    }

    /// <summary>Adds a row without a value.</summary>
    public void AddMissing() => Append(TableColumn.MissingCode);

    /// <summary>
    /// Levels in their final order and the rows' codes in it: by number if all are plain numbers, where 1 and 1.0 are one level, named
    /// as first met; else in ordinal order.
    /// </summary>
    public (IReadOnlyList<string> Levels, ushort[] Codes) Finish()
    {
        var numbers = _levels.ConvertAll(Number);
        var indexed = _levels.Select((text, code) => (Text: text, Code: code));
        var groups = numbers.TrueForAll(number => !double.IsNaN(number))
            ? indexed.GroupBy(level => numbers[level.Code]).OrderBy(group => group.Key).Select(group => group.ToList())
            : indexed.OrderBy(level => level.Text, StringComparer.Ordinal).Select(level => new List<(string Text, int Code)> { level });
        var levels = new List<string>();
        var final = new ushort[_levels.Count];
        foreach (var group in groups)
        {
            foreach (var (_, code) in group)
                final[code] = (ushort)levels.Count;
            levels.Add(group[0].Text);
        }
        var rows = _rows.AsSpan(0, _count).ToArray();
        foreach (ref var row in rows.AsSpan())
        {
            if (row != TableColumn.MissingCode)
                row = final[row];
        }
        return (levels, rows);
    }

    private static double Number(string text)
    {
        var cell = Encoding.UTF8.GetBytes(text);
        return cell.Length > 0 && NumberCell.Read(cell, (byte)'.', out var value) == NumberForm.Plain ? value : double.NaN;
    }

    private void Append(ushort code)
    {
        if (_count == _rows.Length)
            Array.Resize(ref _rows, Math.Max(64, _rows.Length * 2));
        _rows[_count++] = code;
    }
}
