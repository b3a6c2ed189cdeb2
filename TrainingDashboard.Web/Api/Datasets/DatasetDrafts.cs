using System.Collections.Concurrent;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Datasets;

/// <summary>Uploads that wait to become datasets, each by an id that cannot be guessed; those that nobody asks for any more are thrown away.</summary>
/// <param name="catalog">Makes them.</param>
/// <param name="time">The clock.</param>
internal sealed class DatasetDrafts(DatasetCatalog catalog, TimeProvider time) : IDisposable
{
    private const int Most = 16;
    private static readonly TimeSpan s_kept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Entry> _drafts = new(StringComparer.Ordinal);

    /// <summary>A draft for files that are going to be received. Kept once it is <see cref="Keep"/>'s.</summary>
    /// <exception cref="BadHttpRequestException">Too many wait already.</exception>
    public DatasetDraft Begin()
    {
        Sweep();
        if (_drafts.Count >= Most)
            throw new BadHttpRequestException($"{Most} uploads wait to become datasets already. Add them or remove them, and try again.", StatusCodes.Status429TooManyRequests);
        return catalog.Receive();
    }

    /// <summary>Keeps a draft whose files are there.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="title">What people call it.</param>
    /// <param name="choices">What was said of the files so far.</param>
    /// <returns>Its id.</returns>
    public string Keep(DatasetDraft draft, string title, DatasetChoices choices)
    {
        var id = Guid.NewGuid().ToString("N");
        _drafts[id] = new Entry(draft, title) { LastUsed = time.GetUtcNow(), Choices = choices };
        return id;
    }

    /// <summary>What was chosen for a draft last, so that a page that is loaded anew goes on with it.</summary>
    public DatasetChoices ChoicesOf(string id) => _drafts.TryGetValue(id, out var entry) ? entry.Choices : DatasetChoices.None;

    /// <summary>Remembers what was chosen.</summary>
    public void SetChoices(string id, DatasetChoices choices)
    {
        if (_drafts.TryGetValue(id, out var entry))
            entry.Choices = choices;
    }

    /// <summary>What people call a draft.</summary>
    public string TitleOf(string id) => _drafts.TryGetValue(id, out var entry) ? entry.Title : "";

    /// <summary>Does something with a draft while nobody else does.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<T> UseAsync<T>(string id, Func<DatasetDraft, Task<T>> use, CancellationToken cancellationToken)
    {
        Sweep();
        if (!_drafts.TryGetValue(id, out var entry))
            throw new NotFoundException($"There is no upload '{Shown.Cut(id)}'. Uploads are kept for an hour.");
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            if (entry.IsGone)
                throw new NotFoundException($"There is no upload '{Shown.Cut(id)}' any more.");
            entry.LastUsed = time.GetUtcNow();
            return await use(entry.Draft);
        }
        finally
        {
            entry.LastUsed = time.GetUtcNow();
            entry.Gate.Release();
        }
    }

    /// <summary>Throws a draft away, or forgets one that has become a dataset; false if there is none of that id.</summary>
    public async Task<bool> RemoveAsync(string id)
    {
        if (!_drafts.TryRemove(id, out var entry))
            return false;
        await entry.Gate.WaitAsync();
        entry.Discard();
        entry.Gate.Release();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in _drafts.Values)
            entry.Discard();
    }

    private void Sweep()
    {
        foreach (var (id, entry) in _drafts)
        {
            // one that is in use has just been asked for
            if (time.GetUtcNow() - entry.LastUsed > s_kept && entry.Gate.Wait(0))
            {
                _drafts.TryRemove(id, out _);
                entry.Discard();
                entry.Gate.Release();
            }
        }
    }

    private sealed class Entry(DatasetDraft draft, string title)
    {
        public string Title { get; } = title;

        public DatasetChoices Choices { get; set; } = DatasetChoices.None;

        public DatasetDraft Draft { get; } = draft;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public DateTimeOffset LastUsed { get; set; }

        public bool IsGone { get; private set; }

        public void Discard()
        {
            IsGone = true;
            Draft.Dispose();
        }
    }
}
