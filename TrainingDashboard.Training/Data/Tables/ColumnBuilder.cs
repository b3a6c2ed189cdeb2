using System.Globalization;
using System.Text;

namespace TrainingDashboard.Training.Data.Tables;

/// <summary>
/// Collects one column while the file streams by, and decides at the end what it is. A column not marked by a person is
/// numeric if all present cells are numbers. If nine of ten are, NaN and infinities counted in, it is meant to be numeric and the first other cell is
/// a fault. Otherwise it is categorical, if it has few enough distinct values; the value that is one too many is a fault.
/// </summary>
internal sealed class ColumnBuilder(string fileName, string name, int column, ColumnType? marked, bool isTarget, DatasetLimits limits)
{
    private const double MeantNumericShare = 0.9;
    private const int MaxClassesOfNumbers = 20;

    private readonly int _maxLevels = isTarget || marked == ColumnType.Categorical ? limits.MaxClasses : limits.MaxInferredLevels;
    private double[] _numbers = [];
    private LevelSet? _levels;
    private bool _levelsOverflowed;
    private int _rows;
    private int _numberCount;
    private int _missing;
    private bool _allWhole = true;
    private Met? _firstText;
    private Met? _firstMissing;
    private Met? _overflow;

    public string Name => name;

    /// <summary>What it is marked as; null: to be found out.</summary>
    public ColumnType? Marked => marked;

    /// <summary>Takes in the next row's cell.</summary>
    public void Add(ReadOnlySpan<byte> cell, int line)
    {
        if (marked == ColumnType.Ignored)
            return;
        var content = CellText.Read(cell, out var value);
        switch (content)
        {
            case CellContent.Missing:
                _missing++;
                _firstMissing ??= new Met(line, content, "");
                break;
            case CellContent.Number:
                _numberCount++;
                _allWhole &= value == Math.Floor(value);
                break;
            default:
                // NaN is what programs write for a missing number: it says the column is meant to be numeric.
                _numberCount += content == CellContent.NotFinite ? 1 : 0;
                _firstText ??= new Met(line, content, Shorten(cell));
                break;
        }
        // Once it can be neither, only the counts still matter: they choose the fault.
        if (_firstText is null)
            AppendNumber(value);
        else
            _numbers = [];
        if (marked != ColumnType.Numeric && !_levelsOverflowed)
            AddLevel(cell, content, line);
        _rows++;
    }

    /// <summary>The column as it turned out, for a feature.</summary>
    public TableColumn FinishFeature()
    {
        if (marked == ColumnType.Ignored || (marked is null && _missing == _rows))
            return new TableColumn { Name = name, Type = ColumnType.Ignored, MissingCount = _missing };
        return marked == ColumnType.Numeric || (marked is null && IsMeantNumeric) ? Numeric() : Categorical();
    }

    /// <summary>The column as it turned out, for the target of a task, which is found out if it is not given.</summary>
    public (TableColumn Column, TableTask Task) FinishTarget(TableTask? given, int firstLine)
    {
        if (_firstMissing is { } missing)
            throw Fault(missing.Line, $"Expected a value of the target '{name}', but the cell has none.");
        var task = given ?? marked switch
        {
            ColumnType.Numeric => TableTask.Regression,
            ColumnType.Categorical => TableTask.Classification,
            _ => InferTask(),
        };
        var result = task == TableTask.Regression ? Numeric() : Categorical();
        var distinct = task == TableTask.Regression ? result.Numbers.Distinct().Take(2).Count() : result.Levels.Count;
        if (distinct < 2)
            throw Fault(firstLine, $"Expected at least two different values of the target '{name}', but every row has the same.");
        return (result, task);
    }

    private bool IsMeantNumeric => _numberCount >= MeantNumericShare * (_rows - _missing);

    /// <summary>Whole numbers that recur, at most 20 different and each three times on average, are classes.</summary>
    private TableTask InferTask()
    {
        if (!IsMeantNumeric)
            return TableTask.Classification;
        var isFew = _levels is not null && !_levelsOverflowed && _levels.Count <= Math.Min(MaxClassesOfNumbers, Math.Max(2, _rows / 3));
        return _firstText is null && _allWhole && isFew ? TableTask.Classification : TableTask.Regression;
    }

    private TableColumn Numeric()
    {
        if (_firstText is { } text)
        {
            throw Fault(text.Line, text.Content == CellContent.NotFinite
                ? $"Expected a finite number in column '{name}', but '{text.Text}' came. Leave the cell empty, or write ?, if the value is missing."
                : $"Expected a number in column '{name}', as in its other rows, but '{text.Text}' came. "
                    + "Numbers have a decimal point; if the column holds categories, mark it as categorical.");
        }
        Array.Resize(ref _numbers, _rows);
        return new TableColumn { Name = name, Type = ColumnType.Numeric, Numbers = _numbers, MissingCount = _missing };
    }

    private TableColumn Categorical()
    {
        if (_overflow is { } overflow)
        {
            throw Fault(overflow.Line, string.Create(CultureInfo.InvariantCulture, $"Expected at most {_maxLevels:N0} different values in column '{name}', but '{overflow.Text}' is one more. ")
                + (isTarget ? "A target with so many classes cannot be learnt." : "Mark the column as ignored if it is a name or a text."));
        }
        var (levels, codes) = _levels?.Finish(asNumbers: _firstText is null) ?? ([], []);
        return new TableColumn { Name = name, Type = ColumnType.Categorical, Levels = levels, Codes = codes, MissingCount = _missing };
    }

    private void AddLevel(ReadOnlySpan<byte> cell, CellContent content, int line)
    {
        _levels ??= new LevelSet(_maxLevels);
        if (content == CellContent.Missing)
        {
            _levels.AddMissing();
        }
        else if (!_levels.TryAdd(cell))
        {
            _levelsOverflowed = true;
            _levels = null;
            _overflow = new Met(line, content, Shorten(cell));
        }
    }

    private void AppendNumber(double value)
    {
        if (_rows >= _numbers.Length)
            Array.Resize(ref _numbers, Math.Max(64, _numbers.Length * 2));
        _numbers[_rows] = value;
    }

    private DatasetFormatException Fault(int line, string reason) => DatasetFormatException.AtCell(fileName, line, column, reason);

    private static string Shorten(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell);
        return text.Length <= 40 ? text : text[..40] + "…";
    }

    private readonly record struct Met(int Line, CellContent Content, string Text);
}
