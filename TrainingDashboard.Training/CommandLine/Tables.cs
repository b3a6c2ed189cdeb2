using System.Globalization;
using Spectre.Console;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>Lists as people read them.</summary>
internal static class Tables
{
    public static Table Jobs(IEnumerable<JobSummary> jobs)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("#", "name", "status", "epoch", "step", "loss", "val acc", "id");
        foreach (var job in jobs)
        {
            table.AddRow(
                $"{job.Number}", Markup.Escape(job.Name), Coloured(job.Status), $"{job.Epoch}/{job.TotalEpochs}", $"{job.Step}",
                Number(job.Loss), job.ValidationAccuracy is { } accuracy ? accuracy.ToString("P1", CultureInfo.InvariantCulture) : "", $"{job.Id}");
        }

        return table;
    }

    public static Table Datasets(IEnumerable<DatasetInfo> datasets)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "title", "kind", "samples", "classes", "from");
        foreach (var data in datasets)
            table.AddRow(Markup.Escape(data.Name), Markup.Escape(data.Title), $"{data.Kind}", $"{data.Samples}", data.Classes > 0 ? $"{data.Classes}" : "a number", $"{data.Origin}");
        return table;
    }

    public static Table Facts(IEnumerable<(string Name, string Value)> facts)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        foreach (var (name, value) in facts)
            table.AddRow($"[grey]{Markup.Escape(name)}[/]", Markup.Escape(value));
        return table;
    }

    private static string Number(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "";

    private static string Coloured(JobStatus status)
    {
        var colour = status switch
        {
            JobStatus.Running or JobStatus.Completed => "green",
            JobStatus.Failed => "red",
            JobStatus.Cancelled => "grey",
            _ => "yellow",
        };
        return $"[{colour}]{status.ToWord()}[/]";
    }
}
