using System.Globalization;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>What a client asks of a stream.</summary>
/// <param name="Feed">The job's feed.</param>
/// <param name="After">The number after which to begin; null for a snapshot first.</param>
/// <param name="Reader">How it wants to be served.</param>
internal sealed record StreamRequest(JobFeed Feed, long? After, ReaderOptions Reader)
{
    private const string LastEventId = "Last-Event-ID";
    private static readonly WholeParameter s_after = new("after", "Events after this number; without it a snapshot comes first.", 0, long.MaxValue);
    private static readonly ChoiceParameter s_behind = new(
        "behind", "What to get after falling behind: all events, or a snapshot in their place.", ["events", "snapshot"]);

    /// <summary>What a stream's route takes in its query.</summary>
    public static QueryParameters Taken { get; } = new([s_after, s_behind]);

    /// <summary>
    /// Reads the route's <c>job_id</c> and of the query <c>after</c> and <c>behind</c>. What an EventSource says in its
    /// header when it comes back wins over <c>after</c>, which is still in its address from the first time.
    /// </summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="InvalidInputException">The number is none.</exception>
    /// <exception cref="EventsGoneException">Events after the number were let go.</exception>
    public static async Task<StreamRequest> ReadAsync(HttpRequest request, JobFeeds feeds, CancellationToken cancellationToken)
    {
        var query = QueryValues.Of(request.HttpContext);
        var id = (string?)request.RouteValues["job_id"];
        var feed = await feeds.FindAsync(JobIds.Parse(id), cancellationToken) ?? throw new JobNotFoundException(id!);
        var header = request.Headers[LastEventId].ToString();
        var after = header.Length > 0
            ? ReadNumber(LastEventId, header)
            : query.WholeOrNull(s_after);
        var reader = Behind(query.Text(s_behind));
        return new StreamRequest(feed, Reachable(feed.Job, after, reader), reader);
    }

    /// <summary>The number, where the job still has every event after it or the reader takes a snapshot for those that are gone.</summary>
    /// <exception cref="EventsGoneException">It has not.</exception>
    public static long? Reachable(Job job, long? after, ReaderOptions reader)
        => after < job.FirstSeq - 1 && reader.Behind != FallBehind.Snapshot ? throw new EventsGoneException(job) : after;

    /// <summary>Reader options for the word a client chose; null for the usual.</summary>
    /// <exception cref="InvalidInputException">There is no such choice.</exception>
    public static ReaderOptions Behind(string? word) => word switch
    {
        null or "events" => ReaderOptions.Default,
        "snapshot" => ReaderOptions.Default with { Behind = FallBehind.Snapshot },
        _ => throw new InvalidInputException("behind", "Expected 'events' or 'snapshot'."),
    };

    private static long ReadNumber(string field, string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidInputException(field, "Expected the number of an event, 0 or more.");
}
