using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>Jobs as a table that can be sorted by every column.</summary>
public sealed partial class JobsTable
{
    private const int Page = 100;
    private JobColumn _column = JobColumn.All[0];
    private bool _descending = true;
    private int _shown = Page;

    /// <summary>The jobs to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<JobSummary> Jobs { get; set; } = [];

    /// <summary>The time, for durations.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    private IEnumerable<JobSummary> Sorted => _column.Sort(Jobs, _descending).Take(_shown);

    private string? SortOf(JobColumn column)
        => column.Key is null ? null : column != _column ? "none" : _descending ? "descending" : "ascending";

    private void SortBy(JobColumn column)
    {
        _descending = column == _column ? !_descending : column.DescendingFirst;
        _column = column;
    }
}
