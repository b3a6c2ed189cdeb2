using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>
/// The latest answers to commands that came with an id of their own, so that the same id again gets the same answer. A
/// bounded number; an accepted command stays known by its receipt among the job's events, also after a restart.
/// </summary>
internal sealed class ReceiptBook
{
    private const int Receipts = 4_096;
    private readonly Lock _lock = new();
    private readonly Dictionary<(JobId Job, string Command), KnownReceipt> _receipts = [];
    private readonly Queue<(JobId Job, string Command)> _order = new();

    public KnownReceipt? Find(JobId job, string command)
    {
        lock (_lock)
            return _receipts.GetValueOrDefault((job, command));
    }

    /// <param name="receipt">The answer.</param>
    /// <param name="digest">What the command was asked with (<see cref="CommandDigest"/>).</param>
    public void Add(Receipt receipt, string? digest)
    {
        lock (_lock)
        {
            var key = (receipt.Job, receipt.Command);
            if (!_receipts.TryAdd(key, new KnownReceipt(receipt, digest)))
                return;
            _order.Enqueue(key);
            if (_order.Count > Receipts)
                _receipts.Remove(_order.Dequeue());
        }
    }
}

/// <summary>The answer to a command, and what it was asked with.</summary>
/// <param name="Receipt">The answer.</param>
/// <param name="Digest">The command's <see cref="CommandDigest"/>; null where it has no arguments, or was stored without.</param>
internal sealed record KnownReceipt(Receipt Receipt, string? Digest);
