using System.Globalization;
using System.Text.RegularExpressions;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>
/// Decides what a column is, out of what was gathered of it. A column is numeric, or holds dates, if nine of ten present cells do:
/// then any other cell is a problem. Else it is categorical if it has few enough different values, and text if it has more.
/// </summary>
/// <param name="cell">Its number, from 1.</param>
/// <param name="name">The column.</param>
/// <param name="statistics">What was gathered.</param>
/// <param name="said">What a person says of it.</param>
/// <param name="choices">What a person says of the table.</param>
/// <param name="limits">Bounds.</param>
internal sealed partial class ColumnProposal(int cell, string name, ColumnStatistics statistics, ColumnChoices? said, DatasetChoices choices, DatasetLimits limits)
{
    private const double MeantShare = 0.9;
    private const int FewValues = 20;
    private const int MostStraysOffered = 5;
    private const double MostlyMissing = 0.9;

    private readonly List<Finding> _findings = [];

    public string Name => name;

    public ColumnStatistics Statistics => statistics;

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>What it is, for a feature.</summary>
    public ColumnType Type { get; private set; }

    public bool IsChosen => said?.Type is not null;

    /// <summary>Whether it holds one value only, or none; that a category is missing is a value, too.</summary>
    public bool IsConstant => Present == 0 || (statistics.DistinctCount <= 1 && (Type != ColumnType.Categorical || MissingCells == 0));

    /// <summary>Cells with a value, by the type it has.</summary>
    public long Present => statistics.Rows - MissingCells;

    /// <summary>Cells without a value, by the type it has.</summary>
    public long MissingCells => statistics.Empty + statistics[CellForm.Missing] + (IsAmongNumbers ? statistics[CellForm.MissingAmongNumbers] : 0);

    /// <summary>The order of day and month of its dates; null where there is no doubt or no date.</summary>
    public DateOrder? DateOrder => Type == ColumnType.Date && statistics.Dates is { } dates && dates.InEitherOrder + dates.OnlyDayFirst + dates.OnlyMonthFirst > 0
        ? said?.DateOrder ?? dates.Order
        : null;

    /// <summary>What whole numbers count in it, of dates; null where they are no dates.</summary>
    public DateNumbers? DateNumbers =>
        Type != ColumnType.Date || statistics.Dates.Count > 0 || !statistics.AllWhole ? null
        : statistics.Looks.AreDays ? Cells.DateNumbers.YearMonthDay
        : DateNumber.Since1970(statistics.Least.Value, statistics.Greatest.Value);

    /// <summary>Of dates: whether they have a day, a time of day, and the first and the last of them, in days since 1970.</summary>
    public (bool HasDate, bool HasTime, double Least, double Greatest) Dates
    {
        get
        {
            if (DateNumbers is { } what)
                return (true, what != Cells.DateNumbers.YearMonthDay, DateNumber.Days(statistics.Least.Value, what), DateNumber.Days(statistics.Greatest.Value, what));
            var (least, greatest) = statistics.Dates.Range(DateOrder ?? Cells.DateOrder.DayFirst);
            return (statistics.Dates.WithDate > 0, statistics.Dates.WithTime > 0, least, greatest);
        }
    }

    // 12B is a number only where something says that B stands for a thousand millions
    private long Numbers => statistics.Numbers - (AreMagnitudes ? 0 : statistics[CellForm.Magnitude]);

    private bool AreMagnitudes => statistics.Suffixes.AreMagnitudes || said?.Type == ColumnType.Numeric;

    // 536365 and C536379 beside it
    private bool IsIdWithLetters =>
        statistics[CellForm.Text] + statistics[CellForm.Unit] > 0 && statistics.AllWhole && statistics.DistinctCount > FewValues && IdName().IsMatch(name);

    private bool IsAmongNumbers => Type is ColumnType.Numeric or ColumnType.Date;

    /// <summary>Whether it was left out only because it looks like an index or an id.</summary>
    public bool IsLeftOutAsId { get; private set; }

    /// <summary>Decides for a feature, and says what there is to say of it.</summary>
    /// <param name="keepsIds">Whether what looks like an index or an id is kept, as there is nothing else to learn from.</param>
    public void DecideFeature(bool keepsIds)
    {
        _findings.Clear();
        Type = said?.Type ?? Infer();
        if (said?.Type is null)
            LeaveOut(keepsIds);
        Describe();
    }

    /// <summary>Decides for the target: classes or numbers.</summary>
    /// <param name="task">What is learnt, if that is given.</param>
    /// <returns>What is learnt.</returns>
    public TableTask DecideTarget(TableTask? task)
    {
        Type = said?.Type ?? Infer();
        var decided = task ?? Type switch
        {
            ColumnType.Numeric when said?.Type == ColumnType.Numeric => TableTask.Regression,
            ColumnType.Numeric => InferTask(),
            _ => TableTask.Classification,
        };
        var isEither = Type == ColumnType.Numeric && statistics.AllWhole && statistics.Distinct is not null && statistics.DistinctCount <= limits.MaxClasses && task is null && said?.Type is null;
        var isDate = Type == ColumnType.Date;
        Type = decided == TableTask.Regression ? ColumnType.Numeric : ColumnType.Categorical;
        if (isEither)
            OfferOtherTask(decided);
        if (isDate && said?.Type is null && task is null)
            Problem("target-date", $"The target '{name}' holds dates, which cannot be predicted as they are.", statistics.First(CellForm.Date)?.Line, [new("Predict it as classes", new DatasetChoices { Task = TableTask.Classification })]);
        if (Present == 0 || statistics.DistinctCount <= 1)
            Problem("target-constant", $"Expected at least two different values of the target '{name}', but {(Present == 0 ? "no row has one" : "every row has the same")}. Choose another target.", statistics.FirstLine, []);
        Describe();
        return decided;
    }

    /// <summary>Whether it could be the target where nobody named one.</summary>
    public bool CouldBeTarget()
    {
        var type = said?.Type ?? Infer();
        return type is ColumnType.Numeric or ColumnType.Categorical && statistics.DistinctCount > 1 && !IsIndex(type) && (IsChosen || !IsId(type));
    }

    private ColumnType Infer()
    {
        // words that stand for missing among numbers only do not speak against numbers
        var present = statistics.Rows - statistics.Empty - statistics[CellForm.Missing] - statistics[CellForm.MissingAmongNumbers];
        if (present == 0 && statistics[CellForm.MissingAmongNumbers] == 0)
            return ColumnType.Ignored;
        if (Numbers > 0 && Numbers + statistics[CellForm.NotFinite] >= MeantShare * present)
            return InferOfNumbers(present);
        if (statistics.Dates.Count > 0 && statistics.Dates.Count >= MeantShare * present)
            return ColumnType.Date;
        return InferOfTexts(present);
    }

    private ColumnType InferOfNumbers(long present)
    {
        if (statistics.Looks.AreDays && Numbers == present && statistics.DistinctCount > FewValues / 2)
            return ColumnType.Date;
        return (statistics.Looks.AreCodes && Numbers == present) || IsIdWithLetters ? InferOfTexts(present) : ColumnType.Numeric;
    }

    private ColumnType InferOfTexts(long present)
    {
        var distinct = statistics.DistinctCount;
        var isMany = statistics.Distinct is null || distinct > limits.MaxInferredLevels || (distinct > FewValues && distinct > present / 2);
        return isMany ? ColumnType.Text : ColumnType.Categorical;
    }

    /// <summary>Whole numbers that recur, at most 20 different and each three times on average, are classes.</summary>
    private TableTask InferTask() =>
        statistics.AllWhole && statistics.Distinct is not null && statistics.DistinctCount <= Math.Min(FewValues, Math.Max(2, Present / 3))
            ? TableTask.Classification
            : TableTask.Regression;

    private void OfferOtherTask(TableTask decided)
    {
        var range = $"{statistics.DistinctCount} different whole numbers from {Number(statistics.Least.Value)} to {Number(statistics.Greatest.Value)}";
        if (decided == TableTask.Classification)
        {
            Say(FindingLevel.Note, "task", $"The target '{name}' has {range}: read as classes.", null,
                new Offer("Predict it as a number", new DatasetChoices { Task = TableTask.Regression }));
        }
        else if (statistics.DistinctCount <= limits.MaxInferredLevels)
        {
            Say(FindingLevel.Note, "task", $"The target '{name}' has {range}: read as a number.", null,
                new Offer("Predict it as classes", new DatasetChoices { Task = TableTask.Classification }));
        }
    }

    /// <summary>Leaves out by itself what cannot be learnt from, or should not be.</summary>
    private void LeaveOut(bool keepsIds)
    {
        var keep = Offer("Keep it", new ColumnChoices { Type = Type is ColumnType.Ignored or ColumnType.Text ? ColumnType.Categorical : Type });
        if (Present == 0)
        {
            Type = ColumnType.Ignored;
            Say(FindingLevel.Warning, "empty", $"The column '{name}' has no values: left out.", null);
        }
        else if (IsIndex(Type) && !keepsIds)
        {
            (Type, IsLeftOutAsId) = (ColumnType.Ignored, true);
            Say(FindingLevel.Warning, "index", $"The column '{name}' is a row number: left out, because the order of the rows can leak the target.", null, keep);
        }
        else if (IsId(Type) && !keepsIds)
        {
            (Type, IsLeftOutAsId) = (ColumnType.Text, true);
            Say(FindingLevel.Warning, "id", $"The column '{name}' is an id, different in nearly every row: left out.", null, keep);
        }
        else if (Type == ColumnType.Text && Numbers > 0 && IsIdWithLetters)
        {
            Say(FindingLevel.Warning, "id", $"The column '{name}' is an id, most often a number, but '{(statistics.First(CellForm.Text) ?? statistics.First(CellForm.Unit))!.Text}' is none: left out.", null);
        }
        else if (Type == ColumnType.Text)
        {
            var about = statistics.Distinct is null ? "about " : "";
            var offers = statistics.Distinct is null ? Array.Empty<Offer>() : [Offer("Read it as categories", ColumnType.Categorical)];
            Say(FindingLevel.Warning, "text", $"The column '{name}' has {about}{Count(statistics.DistinctCount)} different texts in {Count(Present)} rows: left out, as names and free text cannot be learnt from.", null, offers);
        }
        else if (IsConstant)
        {
            Type = ColumnType.Ignored;
            Say(FindingLevel.Warning, "constant", $"The column '{name}' has the same value in every row{(MissingCells > 0 ? " that has one" : "")}: left out.", null);
        }
    }

    private void Describe()
    {
        switch (Type)
        {
            case ColumnType.Numeric:
                DescribeNumbers();
                FindStrays(Numbers, "number", [CellForm.NotFinite, CellForm.OtherMark, CellForm.Date, CellForm.Text, .. StraySuffixes]);
                break;
            case ColumnType.Date:
                DescribeDates();
                FindStrays(
                    DateNumbers is null ? statistics.Dates.Count : Numbers, "date",
                    [.. Enum.GetValues<CellForm>().Where(form => form > CellForm.MissingAmongNumbers && form != CellForm.Date && (form != CellForm.Number || DateNumbers is null))]);
                break;
            case ColumnType.Categorical:
                DescribeCategories();
                break;
            default:
                return;
        }
        DescribeMissing();
    }

    private void DescribeMissing()
    {
        var words = statistics.MissingWordCounts.Where(word => IsAmongNumbers || !IsOnlyAmongNumbers(word.Key)).OrderByDescending(word => word.Value).ToList();
        if (words.Count > 0)
        {
            var offers = Type == ColumnType.Categorical
                ? new[] { new Offer("Read as a category", new DatasetChoices { Missing = [.. (choices.Missing ?? MissingWords.Default).Except(words.Select(word => word.Key))], AlsoMissing = [.. (choices.AlsoMissing ?? []).Except(words.Select(word => word.Key))] }) }
                : [];
            var first = statistics.First(CellForm.Missing) ?? statistics.First(CellForm.MissingAmongNumbers);
            Say(Type == ColumnType.Categorical ? FindingLevel.Warning : FindingLevel.Note, "missing-words",
                $"In the column '{name}', {string.Join(", ", words.Take(5).Select(word => $"'{word.Key}' ({Count(word.Value)} ×)"))} {(words.Count == 1 ? "stands" : "stand")} for a missing value.", first?.Line, offers);
        }
        if (MissingCells > MostlyMissing * statistics.Rows)
        {
            Say(FindingLevel.Warning, "mostly-missing", $"The column '{name}' has a value in {Count(Present)} of {Count(statistics.Rows)} rows only.", null,
                Offer("Leave it out", ColumnType.Ignored));
        }
    }

    private bool IsOnlyAmongNumbers(string word) =>
        !choices.AllMissing.Contains(word, StringComparer.Ordinal) && said?.AlsoMissing?.Contains(word, StringComparer.Ordinal) != true;

    private void DescribeCategories()
    {
        if (statistics.Distinct is null)
        {
            Problem("too-many-categories", $"Expected at most {Count(limits.MaxClasses)} different values in the column '{name}', but '{statistics.Overflow!.Text}' is one more.",
                statistics.Overflow!.Line, [Offer("Leave it out", ColumnType.Ignored)]);
            return;
        }
        var distinct = statistics.DistinctCount;
        if (distinct > FewValues / 4 && distinct > Present / 2 && statistics.Numbers < Present)
        {
            Say(FindingLevel.Warning, "many-categories", $"The column '{name}' has {Count(distinct)} categories in {Count(Present)} rows, most of them once or twice.", null,
                Offer("Leave it out", ColumnType.Ignored));
        }
        DescribeMixture();
        var alike = Levels.Of(statistics.Distinct).GroupBy(level => string.Join(' ', level.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant(), StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any());
        if (alike is not null)
            Say(FindingLevel.Warning, "case", $"In the column '{name}', {string.Join(" and ", alike.Take(3).Select(level => $"'{Jobs.Shown.Cut(level.Name)}' ({Count(level.Count)} ×)"))} differ in upper and lower case or in spaces only: they are categories of their own.", null);
        if (statistics.Looks.LeadingZero is { } code && Type == ColumnType.Categorical && !IsChosen && statistics.Looks.AreCodes)
            Say(FindingLevel.Note, "leading-zeros", $"The column '{name}' has codes of the same length with leading zeros, as '{code}': read as categories.", null, Offer("Read it as numbers", ColumnType.Numeric));
        if (statistics.Recomposed > 0)
            Say(FindingLevel.Note, "unicode", $"In the column '{name}', letters with accents are written in two ways, which count as the same.", null);
    }

    // Numbers that are categories only as some cells are none, or have another unit.
    private void DescribeMixture()
    {
        var likeNumbers = statistics.Numbers + statistics[CellForm.Unit];
        if (IsChosen || statistics.Numbers == Present || likeNumbers * 2 < Present || statistics.Looks.AreCodes)
            return;
        var other = (statistics.First(CellForm.Text) ?? statistics.First(CellForm.Date) ?? statistics.First(CellForm.OtherMark) ?? statistics.First(CellForm.Unit) ?? statistics.First(CellForm.NotFinite))?.Text;
        Say(statistics.DistinctCount > FewValues ? FindingLevel.Warning : FindingLevel.Note, "mixed",
            $"The column '{name}' has {Count(statistics.Numbers)} numbers in {Count(Present)} rows and others such as '{other}': read as categories.", null, Offer("Read it as numbers", ColumnType.Numeric));
    }

    private CellForm[] StraySuffixes =>
        [.. statistics.HasUnit ? Array.Empty<CellForm>() : [CellForm.Unit], .. AreMagnitudes ? Array.Empty<CellForm>() : [CellForm.Magnitude]];

    private void FindStrays(long expected, string what, CellForm[] others)
    {
        var strays = others.Sum(form => statistics[form]);
        if (strays == 0)
            return;
        var first = others.Select(statistics.First).OfType<ColumnStatistics.Met>().MinBy(met => met.Line)!;
        var texts = StrayTexts(others);
        var offers = new List<Offer>();
        if (texts.Count is > 0 and <= MostStraysOffered)
        {
            offers.Add(new Offer($"Treat {string.Join(", ", texts.Select(text => $"'{Jobs.Shown.Cut(text)}'"))} as missing",
                new DatasetChoices { AlsoMissing = [.. choices.AlsoMissing ?? [], .. texts] }));
        }
        if (what == "number" && statistics[CellForm.OtherMark] > 0)
            offers.Add(new Offer($"Use a decimal {(choices.Decimal == "," ? "point" : "comma")}", new DatasetChoices { Decimal = choices.Decimal == "," ? "." : "," }));
        if (statistics.Distinct is not null)
            offers.Add(Offer("Read it as categories", ColumnType.Categorical));
        offers.Add(Offer("Leave it out", ColumnType.Ignored));
        var reason = statistics[CellForm.NotFinite] == strays ? $"Expected a finite {what}" : $"Expected a {what}";
        Problem("stray", $"{reason} in the column '{name}', as in {Count(expected)} other rows, but '{first.Text}' came{(strays > 1 ? $", and {Count(strays - 1)} more" : "")}.", first.Line, offers);
    }

    private List<string> StrayTexts(CellForm[] forms)
    {
        var texts = new List<string>();
        if (statistics.Distinct is { } distinct)
        {
            foreach (ref readonly var entry in distinct.Entries)
            {
                if (forms.Contains(entry.Value.Form))
                    texts.Add(distinct.Text(entry));
            }
        }
        else if (forms.Sum(form => statistics[form]) == 1)
        {
            texts.Add(forms.Select(statistics.First).OfType<ColumnStatistics.Met>().First().Text);
        }
        return texts;
    }

    private bool IsIndex(ColumnType type) => type == ColumnType.Numeric && statistics.CountsRows && statistics.Rows > 2 && IdName().IsMatch(name);

    private bool IsId(ColumnType type) =>
        type == ColumnType.Numeric && statistics.AllWhole && statistics.Rows > FewValues && IdName().IsMatch(name) && statistics.DistinctCount >= 0.95 * Present;

    private void Problem(string code, string message, int? line, IReadOnlyList<Offer> offers) =>
        _findings.Add(new Finding(FindingLevel.Problem, code, message, name, line, line is null ? null : cell, offers));

    private void Say(FindingLevel level, string code, string message, int? line, params IReadOnlyList<Offer> offers) =>
        _findings.Add(new Finding(level, code, message, name, line, line is null ? null : cell, offers));

    private Offer Offer(string label, ColumnChoices column) =>
        new(label, new DatasetChoices { Columns = new Dictionary<string, ColumnChoices> { [name] = column } });

    internal static string DateText(double days, bool withTime) =>
        DateTime.UnixEpoch.AddDays(days).ToString(withTime ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    // ids, row numbers, and what ends in a word for one: order_id, CustomerID, Order-Nr, Sample code number, InvoiceNo, Kundennummer
    [GeneratedRegex(
        "(?i:^(ids?|idx|index|rows?|row ?(names?|number|no|nr|id)|nr|no|number|#|key|uid|uuid|guid|instant|s\\.? ?no\\.?|unnamed: ?[0-9.]+|column 1)$|[_\\- .](id|nr|no|num|number|key)\\.?$|[a-z](nummer|number)$)|[a-z0-9](Id|ID|No|Nr|Key)$", RegexOptions.CultureInvariant)]
    private static partial Regex IdName();
}
