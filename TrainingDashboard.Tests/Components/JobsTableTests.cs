using Bunit;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Components.Jobs;

namespace TrainingDashboard.Tests.Components;

public sealed class JobsTableTests : BunitContext
{
    [Fact]
    public void Render_Jobs_ShowsEachWithItsFiguresAndItsOwnCurve()
    {
        var job = Summaries.Make(7, name: "<b>digits</b>");

        var table = Render<JobsTable>(p => p.Add(t => t.Jobs, [job]).Add(t => t.Now, Summaries.Now));

        var row = table.Find($"tr[data-job='{job.Id}']");
        Assert.Equal("<b>digits</b>", row.QuerySelector("a")!.TextContent);
        Assert.Equal($"jobs/{job.Id}", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("0.5000", Cell(row, "Loss"));
        Assert.Equal("142", Cell(row, "Steps/s"));
        Assert.Equal("3 m 20 s", Cell(row, "Time left"));
        Assert.Equal("25", row.QuerySelector("[role=progressbar]")!.GetAttribute("aria-valuenow"));
        Assert.Equal(job.Id.ToString(), row.QuerySelector("training-sparkline")!.GetAttribute("job"));
    }

    [Fact]
    public void SortBy_SameColumnTwice_TurnsTheOrderAndKeepsWhatHasNoValueLast()
    {
        var table = Render<JobsTable>(p => p
            .Add(t => t.Jobs, [Summaries.Make(1, loss: 0.3), Summaries.Make(2, loss: null), Summaries.Make(3, loss: 0.1), Summaries.Make(4, loss: double.NaN)])
            .Add(t => t.Now, Summaries.Now));
        Assert.Equal(["4", "3", "2", "1"], Numbers(table));

        Header(table, "Loss").Click();
        Assert.Equal(["3", "1", "4", "2"], Numbers(table));
        Header(table, "Loss").Click();
        Assert.Equal(["1", "3", "4", "2"], Numbers(table));
        Assert.Equal("descending", table.Find("th:nth-child(4)").GetAttribute("aria-sort"));
    }

    [Fact]
    public void Render_ThousandJobs_ShowsAHundredUntilMoreAreAskedFor()
    {
        var jobs = Enumerable.Range(1, 1_000).Select(i => Summaries.Make(i)).ToArray();
        var table = Render<JobsTable>(p => p.Add(t => t.Jobs, jobs).Add(t => t.Now, Summaries.Now));
        Assert.Equal(100, table.FindAll("tbody tr").Count);

        table.Find("footer button").Click();

        Assert.Equal(200, table.FindAll("tbody tr").Count);
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("first", 1)]
    [InlineData("SPIRALS mlp", 3)]
    [InlineData("#2", 1)]
    [InlineData("completed", 1)]
    [InlineData("nothing like it", 0)]
    public void Filter_Words_AllMustBeFound(string text, int expected)
    {
        var filter = new JobFilter { Text = text };

        var passed = filter.Apply([Summaries.Make(1, name: "the first"), Summaries.Make(2), Summaries.Make(3, JobStatus.Completed)]);

        Assert.Equal(expected, passed.Count);
    }

    private static AngleSharp.Dom.IElement Header(IRenderedComponent<JobsTable> table, string title)
        => table.FindAll("th button").Single(b => b.TextContent == title);

    private static string Cell(AngleSharp.Dom.IElement row, string label)
        => row.QuerySelector($"td[data-label='{label}']")!.TextContent.Trim();

    private static IEnumerable<string> Numbers(IRenderedComponent<JobsTable> table)
        => table.FindAll("td.primary small").Select(s => s.TextContent.Split(' ')[0].TrimStart('#'));
}
