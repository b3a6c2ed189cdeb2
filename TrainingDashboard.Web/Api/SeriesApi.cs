using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>The series of a job: their names, any window of one as buckets with extremes, and every point as a file.</summary>
internal static class SeriesApi
{
    private const int DefaultPoints = 1_200;
    private const int MaximumPoints = 10_000;

    public static void MapSeriesApi(this IEndpointRouteBuilder app)
    {
        var job = app.MapGroup("/api/jobs/{id}");
        job.MapGet("/series", ListAsync)
            .Described("List a job's series")
            .Produces<IReadOnlyList<SeriesInfo>>()
            .Faults(404);
        job.MapGet("/series/{**name}", ReadAsync)
            .Described("Read a window of a series", "In at most 'points' buckets with their extremes, from the step 'from' to the step 'to'; every point where there are no more. 'format=binary' gives columns for typed arrays.")
            .Produces<SeriesColumns>()
            .Faults(400, 404);
        job.MapGet("/export", ExportAsync)
            .Described("Download every point of a job", "'format' is csv or json.")
            .Produces<string>(contentType: "text/csv")
            .Faults(400, 404);
    }

    private static async Task<IResult> ListAsync(string id, IJobStore jobs, ISeriesStore series, CancellationToken cancellationToken)
    {
        var job = await FindAsync(id, jobs, cancellationToken);
        return Results.Ok(await series.ListAsync(job.Id, cancellationToken));
    }

    private static async Task<IResult> ReadAsync(
        string id,
        string name,
        [FromQuery] string? from,
        [FromQuery] string? to,
        [FromQuery] string? points,
        [FromQuery] string? format,
        HttpRequest request,
        IJobStore jobs,
        ISeriesStore series,
        CancellationToken cancellationToken)
    {
        var (first, last) = (Step("from", from), Step("to", to));
        if (first > last)
            throw new InvalidInputException("from", $"Expected a step not after 'to', which is {last}; got {first}.");
        var most = points is null ? DefaultPoints : Points(points);
        var binary = Format(format, "json", "binary") switch
        {
            "binary" => true,
            null => request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(SeriesBinary.MediaType, StringComparison.OrdinalIgnoreCase)),
            _ => false,
        };
        var job = await FindAsync(id, jobs, cancellationToken);
        var window = await series.ReadAsync(job.Id, name, first, last, most, cancellationToken);
        // Routing leaves an encoded slash as it is, and there are few names that hold one of those.
        if (window is null && name.Contains("%2F", StringComparison.OrdinalIgnoreCase))
            window = await series.ReadAsync(job.Id, name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), first, last, most, cancellationToken);
        return window switch
        {
            null => Results.Problem(
                title: "Not found", detail: $"Job {job.Id} has no series of this name.", statusCode: StatusCodes.Status404NotFound),
            _ when binary => Results.Bytes(SeriesBinary.Encode(window), SeriesBinary.MediaType),
            _ => Results.Ok(SeriesColumns.Of(window)),
        };
    }

    private static async Task<IResult> ExportAsync(
        string id, [FromQuery] string? format, IJobStore jobs, ISeriesStore series, HttpResponse response, CancellationToken cancellationToken)
    {
        var json = Format(format, "csv", "json") == "json";
        var job = await FindAsync(id, jobs, cancellationToken);
        response.Headers.ContentDisposition = $"attachment; filename=\"job-{job.Number}-{job.Id}.{(json ? "json" : "csv")}\"";
        response.ContentType = json ? "application/json" : "text/csv; charset=utf-8";
        var blocks = series.ExportAsync(job.Id, cancellationToken);
        await (json
            ? SeriesExport.WriteJsonAsync(response.BodyWriter, job, blocks, cancellationToken)
            : SeriesExport.WriteCsvAsync(response.BodyWriter, blocks, cancellationToken));
        return Results.Empty;
    }

    private static async Task<Job> FindAsync(string id, IJobStore jobs, CancellationToken cancellationToken)
        => await jobs.FindAsync(JobIds.Parse(id), cancellationToken) ?? throw new JobNotFoundException(id);

    private static long? Step(string field, string? text)
    {
        if (text is null)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var step)
            ? step
            : throw new InvalidInputException(field, $"Expected a step, a whole number; got '{Shown(text)}'.");
    }

    private static int Points(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var points) && points is >= 1 and <= MaximumPoints
            ? points
            : throw new InvalidInputException("points", $"Expected a whole number from 1 to {MaximumPoints}, got '{Shown(text)}'.");

    private static string? Format(string? text, string first, string second)
        => text is null || text == first || text == second
            ? text
            : throw new InvalidInputException("format", $"Expected '{first}' or '{second}', got '{Shown(text)}'.");

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
