using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>
/// <c>GET /training/{job_id}/stream</c>: server-sent events. Unnamed messages carry the status object, named ones every
/// event of the job; each has as <c>id</c> the number up to which the client then has everything.
/// </summary>
internal sealed class EventStreamApi(
    JobFeeds feeds, JobBoard board, IOptions<StreamOptions> options, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<EventStreamApi> logger)
{
    public async Task ServeAsync(HttpContext context)
    {
        var request = await StreamRequest.ReadAsync(context.Request, feeds, context.RequestAborted);
        var response = context.Response;
        if (HasAll(request))
        {
            // What keeps an EventSource from coming back for ever.
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await StreamAsync(context, request);
    }

    private static bool HasAll(StreamRequest request)
        => request.Feed.Job is var job && job.Status.IsFinal() && request.After >= job.Seq;

    private async Task StreamAsync(HttpContext context, StreamRequest request)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var sink = new EventStreamSink(context.Response.BodyWriter, options.Value.Stalled, time);
        try
        {
            await new StreamPump(request, board, sink, options.Value.Heartbeat, time).RunAsync(ending.Token);
        }
        catch (StalledReaderException)
        {
            logger.LogStalled("stream", request.Feed.Job.Id, options.Value.StalledSeconds);
            context.Abort();
        }
        catch (EventsGoneException)
        {
            // Let go of while it was read; when it comes back it is told so.
            context.Abort();
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the dashboard goes; one that does not read must not hold up the end.
            if (sink.IsSending)
                context.Abort();
        }
    }
}
