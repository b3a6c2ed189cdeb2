using System.Runtime.CompilerServices;
using System.Text;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>What is gathered of a column while a file streams by, whatever the column turns out to be.</summary>
/// <param name="reader">Reads cells.</param>
/// <param name="mostDistinct">Distinct cells that are kept.</param>
/// <param name="budget">Memory for distinct cells, shared with the other columns.</param>
internal sealed class ColumnStatistics(CellReader reader, int mostDistinct, ByteBudget budget)
{
    private const int MostMissingWords = 50;

    private readonly long[] _counts = new long[(int)CellForm.Text + 1];
    private readonly Met?[] _first = new Met?[(int)CellForm.Text + 1];
    private readonly Dictionary<string, long> _missingWords = new(StringComparer.Ordinal);
    private readonly StreamingHistogram _histogram = new();
    private DistinctValues? _distinct = new(mostDistinct, budget);
    private DistinctEstimate? _estimate;
    private double _sum;
    private double _origin = double.NaN;
    private double _expected = double.NaN;
    private bool _restarts;

    /// <summary>Rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The line of the first row.</summary>
    public int FirstLine { get; private set; } = 1;

    /// <summary>Cells with nothing in them.</summary>
    public long Empty { get; private set; }

    /// <summary>The line of the first cell with nothing in it.</summary>
    public int? FirstEmptyLine { get; private set; }

    /// <summary>Cells that are numbers.</summary>
    public long Numbers { get; private set; }

    /// <summary>Whether all numbers are whole.</summary>
    public bool AllWhole { get; private set; } = true;

    /// <summary>Whether every row has a number one larger than the row before, from 0 or 1 on in the first.</summary>
    public bool CountsRows { get; private set; } = true;

    /// <summary>Whether every row has a number one larger than the row before, from any number on.</summary>
    public bool IsConsecutive { get; private set; } = true;

    public Extreme Least { get; } = new(isLeast: true);

    public Extreme Greatest { get; } = new(isLeast: false);

    public double Mean => Numbers > 0 ? _origin + (_sum / Numbers) : double.NaN;

    public DateStatistics Dates { get; } = new();

    public NumberLooks Looks { get; } = new();

    public SuffixStatistics Suffixes { get; } = new();

    /// <summary>Whether each number has a unit, which is known.</summary>
    public bool HasUnit => reader.HasUnit;

    /// <summary>The decimal mark.</summary>
    public char Mark => (char)reader.Mark;

    /// <summary>Whether the decimal mark is not that of the table.</summary>
    public bool HasOwnMark { get; init; }

    /// <summary>What a cell of this column is read as.</summary>
    public double NumberOf(string text) => reader.Read(Encoding.UTF8.GetBytes(text)).Number;

    /// <summary>Cells that were put into Unicode's composed form to tell whether they are the same as others.</summary>
    public long Recomposed { get; private set; }

    /// <summary>Bars of the numbers.</summary>
    public (IReadOnlyList<long> Counts, double From, double To) Histogram => _histogram.Finish();

    /// <summary>The distinct cells; null if there are too many.</summary>
    public DistinctValues? Distinct => _distinct;

    /// <summary>Where the first cell was that was one distinct cell too many; null if none was.</summary>
    public Met? Overflow { get; private set; }

    /// <summary>Distinct cells, missing ones left out; about two percent off where <see cref="Distinct"/> is null.</summary>
    public long DistinctCount
    {
        get
        {
            if (_distinct is null)
                return _estimate!.Count();
            var count = 0;
            foreach (ref readonly var entry in _distinct.Entries)
                count += entry.Value.Form == CellForm.Missing ? 0 : 1;
            return count;
        }
    }

    /// <summary>Words that were taken for missing, with how often each came.</summary>
    public IReadOnlyDictionary<string, long> MissingWordCounts => _missingWords;

    /// <summary>Cells of a form.</summary>
    public long this[CellForm form] => _counts[(int)form];

    /// <summary>The first cell of a form.</summary>
    public Met? First(CellForm form) => _first[(int)form];

    /// <summary>Another file begins: an index may begin anew.</summary>
    public void BeginFile() => _restarts = Rows > 0;

    /// <summary>Takes in the next row's cell.</summary>
    /// <param name="cell">UTF-8 without white space around it.</param>
    /// <param name="line">Where it is.</param>
    public void Add(ReadOnlySpan<byte> cell, int line)
    {
        if (Rows++ == 0)
            FirstLine = line;
        if (cell.IsEmpty)
        {
            Empty++;
            FirstEmptyLine ??= line;
            CountsRows = IsConsecutive = false;
            return;
        }
        var hash = CellHash.Of(cell);
        if (_distinct is null)
        {
            _estimate!.Add(hash);
            if (reader.NumbersAreSure && NumberCell.TryPlain(cell, reader.Mark, out var number) && Math.Abs(number) < 1e38)
                AddNumber(number, line, CellForm.Number, cell);
            else
                Count(cell, reader.Read(cell), line);
            return;
        }
        ref var known = ref _distinct.Find(cell, hash);
        if (!Unsafe.IsNullRef(ref known))
        {
            known.Count++;
            Count(cell, known.Value, line);
            return;
        }
        if (!Ascii.IsValid(cell) && Composed.Form(cell) is { } composed)
        {
            Recomposed++;
            AddNew(composed, CellHash.Of(composed), line);
            return;
        }
        AddNew(cell, hash, line);
    }

    private void AddNew(ReadOnlySpan<byte> cell, ulong hash, int line)
    {
        ref var known = ref _distinct!.Find(cell, hash);
        if (!Unsafe.IsNullRef(ref known))
        {
            known.Count++;
            Count(cell, known.Value, line);
            return;
        }
        var value = reader.Read(cell);
        if (!_distinct.TryAdd(cell, hash, value))
        {
            _estimate = new DistinctEstimate();
            foreach (ref readonly var entry in _distinct.Entries)
                _estimate.Add(entry.Hash);
            _estimate.Add(hash);
            _distinct = null;
            Overflow = new Met(line, Shown(cell));
        }
        Count(cell, value, line);
    }

    private void Count(ReadOnlySpan<byte> cell, in CellValue value, int line)
    {
        if (value.IsNumber)
        {
            if (value.Form == CellForm.Magnitude)
                Suffixes.AddMagnitude(cell);
            AddNumber(value.Number, line, value.Form, cell);
            return;
        }
        Note(value.Form, cell, line);
        CountsRows = IsConsecutive = false;
        if (value.Form == CellForm.Date)
            Dates.Add(value.Date);
        else if (value.Form == CellForm.Unit)
            Suffixes.AddUnit(cell);
        else if (value.Form is CellForm.Missing or CellForm.MissingAmongNumbers)
            CountMissing(cell);
    }

    private void AddNumber(double value, int line, CellForm form, ReadOnlySpan<byte> cell)
    {
        Note(form, cell, line);
        Numbers++;
        Looks.Add(cell, value);
        if (double.IsNaN(_origin))
            _origin = value;
        _sum += value - _origin;
        AllWhole = AllWhole && value == Math.Floor(value);
        Least.Add(value);
        Greatest.Add(value);
        _histogram.Add(value);
        if (!IsConsecutive)
            return;
        if (Rows == 1 || (_restarts && value != _expected))
            CountsRows = CountsRows && value is 0 or 1;
        else if (value != _expected)
            CountsRows = IsConsecutive = false;
        (_expected, _restarts) = (value + 1, false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note(CellForm form, ReadOnlySpan<byte> cell, int line)
    {
        if (_counts[(int)form]++ == 0)
            _first[(int)form] = new Met(line, Shown(cell));
    }

    private void CountMissing(ReadOnlySpan<byte> cell)
    {
        var lookup = _missingWords.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> text = stackalloc char[cell.Length];
        text = text[..Encoding.UTF8.GetChars(cell, text)];
        if (lookup.TryGetValue(text, out var count))
            lookup[text] = count + 1;
        else if (_missingWords.Count < MostMissingWords)
            lookup[text] = 1;
    }

    private static string Shown(ReadOnlySpan<byte> cell) => Jobs.Shown.Cut(Encoding.UTF8.GetString(cell));

    /// <summary>A cell that was met first.</summary>
    /// <param name="Line">Where.</param>
    /// <param name="Text">What it holds, cut where it is long.</param>
    internal sealed record Met(int Line, string Text);
}
