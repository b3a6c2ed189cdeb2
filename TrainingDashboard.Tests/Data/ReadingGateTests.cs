using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Data;

/// <summary>However many files are sent at once, so many are unpacked at one time.</summary>
public sealed class ReadingGateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_SentByManyAtOnce_AreReadOneAfterAnotherAndBeyondTheLineRefused()
    {
        var catalog = new DatasetCatalog(new DatasetsOptions { StorageFolder = _folder.Path, ReadingsAtOnce = 1 }, TimeProvider.System);
        var table = "a,b,kind\n" + string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{i},{i % 7},{(i % 2 == 0 ? "x" : "y")}\n"));
        var drafts = new List<DatasetDraft>();
        for (var i = 0; i < 18; i++)
        {
            drafts.Add(catalog.Receive());
            await drafts[i].ReceiveAsync(new DatasetUpload($"t{i}.csv", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(table))), role: null, default);
        }

        var places = Enumerable.Range(0, 18).Select(_ => new Places()).ToArray();
        var reading = drafts.Select((draft, i) => draft.ExamineAsync(DatasetChoices.None, Eventually.Deadline(), places[i])).ToArray();

        var refused = await Assert.ThrowsAsync<WorkLineFullException>(() => reading[17]);
        Assert.StartsWith("1 readings of files are under way and 16 wait for their turn", refused.Message, StringComparison.Ordinal);
        await Task.WhenAll(reading[..17]);
        Assert.Equal([16, .. Enumerable.Range(0, 16).Select(i => 15 - i)], places[16].Told);
        // What is known already costs nothing, and is told at once.
        Assert.Same(await reading[0], await drafts[0].ExamineAsync(DatasetChoices.None, default));
        drafts.ForEach(draft => draft.Dispose());
    }

    private sealed class Places : IProgress<int>
    {
        private readonly List<int> _told = [];

        public IReadOnlyList<int> Told
        {
            get
            {
                lock (_told)
                    return [.. _told];
            }
        }

        public void Report(int value)
        {
            lock (_told)
                _told.Add(value);
        }
    }
}
