using System.Globalization;
using System.Text;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Tables.Cells;
using TrainingDashboard.Training.Data.Tables.Csv;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>Looks at a whole table in bounded memory, and proposes how it is read.</summary>
internal static class TableProfiler
{
    private const int MostPasses = 6;
    private const int SampleRows = 1_000;
    private const int MostLines = 12;

    /// <summary>Profiles a table.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="choices">What a person says of it.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellationToken">Looked at every thousand rows.</param>
    /// <exception cref="DatasetFormatException">The file cannot be read as a table; says where and why.</exception>
    /// <exception cref="InvalidInputException">The options are faulty, or name a column that is not there.</exception>
    public static TableProfile Profile(ITableFiles files, DatasetChoices choices, DatasetLimits limits, CancellationToken cancellationToken)
    {
        ChoicesCheck.Check(choices, DatasetKind.Table);
        var plan = files.Guess(choices);
        // a short look first: what it shows need not be found out at the end of a large file
        if (Revise(Pass(SampleRows, []), choices) is { } better)
            plan = better;
        var pass = Pass(long.MaxValue, []);
        for (var more = MostPasses; more > 0 && Revise(pass, choices) is { } revised; more--)
        {
            plan = revised;
            pass = Pass(long.MaxValue, []);
        }
        if (pass.Fault is { } fault)
            throw fault;
        var proposal = TableProposal.Make(pass, choices, limits, files.Titles[0]);
        if (proposal.Filters is { Count: > 0 } filters)
        {
            // what the rows are that stay shows only now
            pass = Pass(long.MaxValue, filters);
            proposal = TableProposal.Make(pass, choices with { Target = proposal.Reading.Columns[proposal.Reading.Target].Name }, limits, files.Titles[0]);
        }
        return proposal.ToProfile(files.Lines(plan, MostLines), files.Notes());

        TablePass Pass(long rows, IReadOnlyList<(int Column, bool AmongNumbers)> filters) =>
            TablePass.Run(files, plan, filters, limits, rows, cancellationToken);
    }

    /// <summary>A plan that goes better with what a pass showed; null if this one is as good as any.</summary>
    private static TablePlan? Revise(TablePass pass, DatasetChoices choices)
    {
        var plan = pass.Plan;
        if (pass.IsInOtherEncoding && choices.Encoding is null && plan.Encoding == TextEncoding.Utf8)
            return plan with { Encoding = TextEncoding.Windows1252 };
        if (pass.CommentsLikeRows > 0 && choices.Comment is null && plan.Layout.Dialect.Comment is not null)
            return plan with { Layout = plan.Layout with { Dialect = plan.Layout.Dialect with { Comment = null } } };
        if (choices.Decimal is null && plan.Decimal == '.' && SpeaksForComma(pass))
            return plan with { Decimal = ',', Formats = null };
        return ColumnFormats.Revise(pass, choices) is { } formats ? plan with { Formats = formats } : null;
    }

    /// <summary>Whether some column is numbers only with a decimal comma, and none only with a point.</summary>
    private static bool SpeaksForComma(TablePass pass)
    {
        var (comma, point) = (0L, 0L);
        foreach (var column in pass.Columns)
        {
            var present = column.Rows - column.Empty - column[CellForm.Missing] - column[CellForm.MissingAmongNumbers];
            var numbers = column.Numbers + column[CellForm.OtherMark];
            if (present == 0 || numbers < 0.9 * present)
                continue;
            comma += column[CellForm.OtherMark];
            point += column.AllWhole ? 0 : column.Numbers - column[CellForm.Grouped];
        }
        return comma > 0 && comma > point;
    }
}
