using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>What happened to a job, page by page, as it is stored.</summary>
internal static class EventsApi
{
    private static readonly WholeParameter s_after = new("after", "Only events after this number; beyond the end there are none.", 0, WholeParameter.Largest, 0);
    private static readonly WholeParameter s_limit = new("limit", "How many at the most.", 1, 1_000, 100);

    public static void MapEventsApi(this IEndpointRouteBuilder api)
        => api.MapGet("/jobs/{id}/events", ReadAsync)
            .Described("Read a job's events", "The same events, with the same numbers, as over every other transport. 'next' is the 'after' to go on with.")
            .Takes(s_after, s_limit)
            .Produces<EventsPage>()
            .Faults(400, 404, 410);

    private static async Task<IResult> ReadAsync(string id, QueryValues query, JobFeeds feeds, IEventStore store, CancellationToken cancellationToken)
    {
        var job = (await feeds.RequireAsync(id, cancellationToken)).Job;
        var after = query.Whole(s_after);
        if (after < job.FirstSeq - 1)
            throw new EventsGoneException(job);
        var events = after >= job.Seq ? [] : await store.ReadAsync(job.Id, after, (int)query.Whole(s_limit), cancellationToken);
        return Results.Ok(new EventsPage(events, events.Count > 0 ? events[^1].Seq : after));
    }
}

/// <summary>Some events in a row and where to go on.</summary>
internal sealed record EventsPage(IReadOnlyList<JobEvent> Events, long Next);
