using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Hosting;

/// <summary>
/// A trainer whose batches each wait for a permit, so that a test decides how far the loop gets. Its loss is the sum of
/// the numbers of its rows, carried in its state: a batch that is left out, done twice or done in another order shows.
/// </summary>
internal sealed class PacedTrainer(int batches = 10, string name = "paced") : ITrainer, IDisposable
{
    private readonly SemaphoreSlim _permits = new(0);
    private int _allowed;
    private int _begun;
    private int _running;
    private int _mostRunning;

    public TrainerDescription Description { get; } = new(
        name, "Paced", "Waits for a test before each batch.", [DatasetKind.Table], DefaultEpochs: 1, []);

    /// <summary>The most loops there ever were at one time.</summary>
    public int MostRunning => _mostRunning;

    /// <summary>Lets as many batches pass.</summary>
    public void Allow(int count)
    {
        _allowed += count;
        _permits.Release(count);
    }

    /// <summary>
    /// Lets as many batches pass and waits until the one after them has begun: what the loop is asked from now on takes
    /// effect after that one.
    /// </summary>
    public Task PassAsync(int count)
    {
        Allow(count);
        return Eventually.IsAsync(() => Volatile.Read(ref _begun) > _allowed, "the batch after those allowed has begun");
    }

    /// <summary>Lets all batches pass.</summary>
    public void AllowAll() => Allow(1_000_000);

    public void Train(TrainingContext context)
    {
        var running = Interlocked.Increment(ref _running);
        InterlockedMax(ref _mostRunning, running);
        try
        {
            var state = new Sum();
            context.Keep("sum", state);
            foreach (var _ in context.EpochsToRun())
            {
                foreach (var rows in context.Batches([.. Enumerable.Range(0, batches)], 1))
                {
                    WaitForPermit(context.Stopping);
                    state.Value = (state.Value * 31 + rows.Span[0] + 1) % 1_000_003;
                    context.Report(new StepReport(state.Value, 0.5, 0.1, 1, 1));
                }

                context.ReportValidation(new ValidationReport(state.Value, 0.5, new ConfusionMatrix(["a", "b"], [[1, 2], [3, 4]])));
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public void Dispose() => _permits.Dispose();

    // A batch under way is finished when the loop is to end, as a real one would be.
    private void WaitForPermit(CancellationToken stopping)
    {
        Interlocked.Increment(ref _begun);
        try
        {
            _permits.Wait(stopping);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value; seen = target)
            Interlocked.CompareExchange(ref target, value, seen);
    }

    private sealed class Sum : ITrainingState
    {
        public long Value { get; set; }

        public void Save(StateWriter writer) => writer.Write<long>("value", [Value]);

        public void Load(StateReader reader)
        {
            var value = new long[1];
            reader.Read<long>("value", value);
            Value = value[0];
        }
    }
}
