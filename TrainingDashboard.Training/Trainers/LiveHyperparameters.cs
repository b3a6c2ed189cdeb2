using System.Text.Json;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Trainers;

/// <summary>
/// The hyperparameters of a loop as they stand at each of its batches. They depend on nothing but what the job was started
/// with, its changes, and where the loop is: an attempt that goes on from a checkpoint has the same ones.
/// </summary>
internal sealed class LiveHyperparameters
{
    private readonly IReadOnlyList<Hyperparameter> _editable;
    private readonly HyperparameterValues _started;
    private readonly int _startedEpochs;
    private IReadOnlyList<HyperparameterChange> _changes = [];
    private long _settledAt = -1;
    private bool _changed;

    /// <param name="started">What the job was started with.</param>
    /// <param name="epochs">How many epochs it was started with.</param>
    /// <param name="editable">What may change.</param>
    public LiveHyperparameters(HyperparameterValues started, int epochs, IReadOnlyList<Hyperparameter> editable)
    {
        _started = started;
        _startedEpochs = Epochs = epochs;
        _editable = editable;
        Values = started.Copy();
    }

    /// <summary>The values at the batch under way.</summary>
    public HyperparameterValues Values { get; }

    /// <summary>Epochs in all, as wanted now.</summary>
    public int Epochs { get; private set; }

    /// <summary>The changes; those of steps to come are waited for.</summary>
    public void Take(IReadOnlyList<HyperparameterChange> changes)
    {
        _changes = changes;
        _settledAt = changes.Count == 0 ? -1 : changes.Max(change => change.Step + change.Over);
        _changed = true;
    }

    /// <summary>Sets the values for the batch that follows others.</summary>
    /// <param name="step">Batches done in all.</param>
    /// <param name="epoch">The epoch under way, 1 for the first.</param>
    /// <param name="epochBegins">Whether what counts from the next epoch counts from here.</param>
    public void Prepare(long step, int epoch, bool epochBegins)
    {
        if (!_changed && !epochBegins && step > _settledAt)
            return;
        _changed = false;
        foreach (var hyperparameter in _editable)
        {
            if (hyperparameter.Editable == Editable.NextEpoch && !epochBegins)
                continue;
            var value = ValueAt(hyperparameter, step, epoch);
            if (hyperparameter.Name == JobSpec.EpochsName)
                Epochs = (int)value;
            else
                Values.Change(hyperparameter.Name, value);
        }
    }

    /// <summary>The value at the batch that follows <paramref name="step"/> others.</summary>
    public object ValueAt(Hyperparameter hyperparameter, long step, int epoch)
    {
        var value = hyperparameter.Name == JobSpec.EpochsName ? _startedEpochs : _started.Find(hyperparameter.Name)!;
        foreach (var change in _changes)
        {
            var counts = hyperparameter.Editable == Editable.NextEpoch ? change.Epoch <= epoch : change.Step <= step;
            if (counts && change.Values.LastOrDefault(v => v.Name == hyperparameter.Name) is { } changed)
                value = At(changed, hyperparameter, step - change.Step, change.Over);
        }

        return value;
    }

    /// <summary>The value that a change made at a batch changes: of what counts from the next epoch, the one that waits for it.</summary>
    public object ValueToChange(Hyperparameter hyperparameter, long step, int epoch)
        => hyperparameter.Editable == Editable.NextEpoch ? ValueAfterAll(hyperparameter) : ValueAt(hyperparameter, step, epoch);

    /// <summary>The value that the changes so far lead to, whenever it counts.</summary>
    public object ValueAfterAll(Hyperparameter hyperparameter) => ValueAt(hyperparameter, long.MaxValue / 2, int.MaxValue);

    private static object At(ValueChange changed, Hyperparameter hyperparameter, long done, long over)
    {
        var to = Read(hyperparameter, changed.To);
        if (over <= 0 || done + 1 >= over || to is not double end || Read(hyperparameter, changed.From) is not double start)
            return to;
        return start + ((end - start) * ((done + 1) / (double)over));
    }

    // A value that was stored is one that was checked, unless the trainer declares another range since.
    private static object Read(Hyperparameter hyperparameter, JsonElement json)
        => HyperparameterValues.Check(hyperparameter, json, out var value) is { } fault
            ? throw new InvalidInputException(hyperparameter.Name, fault)
            : value;
}
