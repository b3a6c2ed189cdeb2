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
    private readonly Dictionary<(JobId Job, string Command), Receipt> _receipts = [];
    private readonly Queue<(JobId Job, string Command)> _order = new();

    public Receipt? Find(JobId job, string command)
    {
        lock (_lock)
            return _receipts.GetValueOrDefault((job, command));
    }

    public void Add(Receipt receipt)
    {
        lock (_lock)
        {
            var key = (receipt.Job, receipt.Command);
            if (!_receipts.TryAdd(key, receipt))
                return;
            _order.Enqueue(key);
            if (_order.Count > Receipts)
                _receipts.Remove(_order.Dequeue());
        }
    }
}
