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

    private static readonly WholeParameter s_from = new("from", "The first step.", long.MinValue, long.MaxValue) { Example = 0 };
    private static readonly WholeParameter s_to = new("to", "The last step.", long.MinValue, long.MaxValue) { Example = 5_000 };
    private static readonly WholeParameter s_points = new("points", "Buckets at the most.", 1, MaximumPoints, DefaultPoints);
    private static readonly ChoiceParameter s_format = new("format", "JSON, or columns for typed arrays.", ["json", "binary"]);
    private static readonly ChoiceParameter s_exportFormat = new("format", "What the file is.", ["csv", "json"]);

    public static void MapSeriesApi(this IEndpointRouteBuilder api)
    {
        var job = api.MapGroup("/jobs/{id}");
        job.MapGet("/series", ListAsync)
            .Described("List a job's series")
            .Produces<IReadOnlyList<SeriesInfo>>()
            .Faults(400, 404);
        job.MapGet("/series/{**name}", ReadAsync)
            .Described("Read a window of a series", "In at most 'points' buckets with their extremes, from the step 'from' to the step 'to'; every point where there are no more. 'format=binary' gives columns for typed arrays.")
            .Takes(s_from, s_to, s_points, s_format)
            .Produces<SeriesColumns>()
            .Faults(400, 404);
        job.MapGet("/export", ExportAsync)
            .Described("Download every point of a job", "'format' is csv or json.")
            .Takes(s_exportFormat)
            .Produces<string>(contentType: "text/csv")
            .Faults(400, 404);
    }

    private static async Task<IResult> ListAsync(string id, IJobStore jobs, ISeriesStore series, CancellationToken cancellationToken)
    {
        var job = await FindAsync(id, jobs, cancellationToken);
        return Results.Ok(await series.ListAsync(job.Id, cancellationToken));
    }

    private static async Task<IResult> ReadAsync(
        string id, string name, QueryValues query, HttpRequest request, IJobStore jobs, ISeriesStore series, CancellationToken cancellationToken)
    {
        var (first, last, most) = (query.WholeOrNull(s_from), query.WholeOrNull(s_to), (int)query.Whole(s_points));
        if (first > last)
            throw new InvalidInputException("from", $"Expected a step not after 'to', which is {last}; got {first}.");
        var binary = query.Text(s_format) is { } format
            ? format == "binary"
            : request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(SeriesBinary.MediaType, StringComparison.OrdinalIgnoreCase));
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
        string id, QueryValues query, IJobStore jobs, ISeriesStore series, HttpResponse response, CancellationToken cancellationToken)
    {
        var json = query.Text(s_exportFormat) == "json";
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
}
