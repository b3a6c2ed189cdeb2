using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Feed;

/// <summary>
/// Reads one reader's missing events out of the store. Events differ in length a thousandfold, so the number asked for
/// follows what the last page weighed.
/// </summary>
internal sealed class StorePages(IEventStore store, JobId job, ReaderOptions options)
{
    private const int FirstPage = 2;
    private int _events = Math.Min(FirstPage, options.DeliveryEvents);

    /// <summary>The next events after a number, of which there is one at least, as one frame.</summary>
    public async Task<Delivery> ReadAsync(long after, CancellationToken cancellationToken)
    {
        var events = await store.ReadAsync(job, after, _events, cancellationToken);
        var frame = new Frame(events, isPrivate: true);
        var wanted = frame.Size > options.DeliveryBytes ? _events / 2 : frame.Size < options.DeliveryBytes / 4 ? _events * 4 : _events;
        _events = Math.Clamp(wanted, 1, options.DeliveryEvents);
        return frame.Alone;
    }
}
