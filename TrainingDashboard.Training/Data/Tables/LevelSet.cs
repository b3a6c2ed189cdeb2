using System.Text;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>The distinct texts of a column, up to a limit, and each row's code.</summary>
internal sealed class LevelSet(int maxLevels)
{
    private readonly Dictionary<string, ushort> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _levels = [];
    private ushort[] _rows = [];
    private int _count;

    /// <summary>Distinct texts so far.</summary>
    public int Count => _levels.Count;

    /// <summary>Adds a row's text; false if it would be one distinct text too many, and then nothing is added.</summary>
    public bool TryAdd(ReadOnlySpan<byte> text)
    {
        Span<char> buffer = text.Length <= 256 ? stackalloc char[256] : new char[text.Length];
        ReadOnlySpan<char> chars = buffer[..Encoding.UTF8.GetChars(text, buffer)];
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

    /// <summary>Levels in their final order and the rows' codes in it.</summary>
    /// <param name="asNumbers">Order by number, and let <c>1</c> and <c>1.0</c> be one level, named as first met.</param>
    public (IReadOnlyList<string> Levels, ushort[] Codes) Finish(bool asNumbers)
    {
        var groups = asNumbers
            ? _levels.Select((text, code) => (text, code)).GroupBy(l => Number(l.text)).OrderBy(g => g.Key).Select(g => g.ToList())
            : _levels.Select((text, code) => (text, code)).OrderBy(l => l.text, StringComparer.Ordinal).Select(l => new List<(string text, int code)> { l });
        var levels = new List<string>();
        var final = new ushort[_levels.Count];
        foreach (var group in groups)
        {
            foreach (var (_, code) in group)
                final[code] = (ushort)levels.Count;
            levels.Add(group[0].text);
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
        _ = CellText.Read(Encoding.UTF8.GetBytes(text), out var value);
        return value;
    }

    private void Append(ushort code)
    {
        if (_count == _rows.Length)
            Array.Resize(ref _rows, Math.Max(64, _rows.Length * 2));
        _rows[_count++] = code;
    }
}
