using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Trainers;

/// <summary>What one execution of a loop is given.</summary>
/// <param name="Dataset">The dataset as read.</param>
/// <param name="Hyperparameters">Every declared hyperparameter's value.</param>
/// <param name="Epochs">Passes over the training part, at least 1.</param>
/// <param name="Seed">Where all randomness comes from.</param>
/// <param name="Threads">Threads the loop may keep busy, at least 1.</param>
/// <param name="Resume">The checkpoint to go on from; null to begin.</param>
public sealed record TrainingRequest(
    Dataset Dataset,
    HyperparameterValues Hyperparameters,
    int Epochs,
    long Seed,
    int Threads,
    Checkpoint? Resume = null)
{
    /// <summary>What steers the loop; null for nothing.</summary>
    internal LoopSteering? Steering { get; init; }
}

/// <summary>
/// A trainer's side of a job. A loop reads like this:
/// <code>
/// var model = new Model(...);
/// context.Keep("model", model);                         // in every checkpoint, and back from it on resume
/// foreach (var epoch in context.EpochsToRun())
/// {
///     foreach (var rows in context.Batches(data.TrainRows, batchSize))   // looks at the control point
///         context.Report(model.Learn(data, rows));
///     context.ReportValidation(model.Judge(data, data.ValidationRows, context));
/// }
/// </code>
/// </summary>
public sealed class TrainingContext
{
    private readonly ITrainingSink _sink;
    private readonly ControlPoint _control;
    private readonly TimeProvider _time;
    private readonly List<KeyValuePair<string, ITrainingState>> _states = [];
    private readonly TrainingRequest _request;
    private readonly LoopSteering _steering;
    private readonly LiveHyperparameters _live;
    private TrainingPosition _position;
    private long _batchStarted;
    private long _planned;
    private byte[]? _ended;

    /// <param name="request">What to train on and how.</param>
    /// <param name="sink">Where reports go.</param>
    /// <param name="control">Where commands come from.</param>
    /// <param name="time">The clock for speeds.</param>
    public TrainingContext(TrainingRequest request, ITrainingSink sink, ControlPoint control, TimeProvider? time = null)
    {
        _request = request;
        _sink = sink;
        _control = control;
        _time = time ?? TimeProvider.System;
        _position = request.Resume?.Position ?? default;
        _steering = request.Steering ?? LoopSteering.Replaying(JobSteering.None, [], control, _time);
        _live = _steering.Begin(request, sink);
        _batchStarted = _time.GetTimestamp();
    }

    /// <summary>The dataset as read; <see cref="Data.Dataset.Prepare"/> splits and scales it.</summary>
    public Dataset Dataset => _request.Dataset;

    /// <summary>
    /// Every declared hyperparameter's value. One that is editable may have another from a batch, or from an epoch, to
    /// the next: read it where it is used, each time.
    /// </summary>
    public HyperparameterValues Hyperparameters => _live.Values;

    /// <summary>Passes over the training part in all; may change while the loop runs.</summary>
    public int Epochs => _live.Epochs;

    /// <summary>Batches in the epoch under way; 0 before <see cref="Batches"/>.</summary>
    public int StepsPerEpoch { get; private set; }

    /// <summary>Where all randomness comes from.</summary>
    public long Seed => _request.Seed;

    /// <summary>Threads the loop may keep busy.</summary>
    public int Threads => _request.Threads;

    /// <summary>Batches completed in all; the number of the last step reported.</summary>
    public long Step => _position.Step;

    /// <summary>Where the loop stands.</summary>
    public TrainingPosition Position => _position;

    /// <summary>Cancelled when the loop must end, for code that waits on something else than a batch.</summary>
    public CancellationToken Stopping => _control.Stopping;

    /// <summary>What the trainer shows of its model; null for nothing.</summary>
    internal IModelView? View { get; private set; }

    /// <summary>
    /// Offers a part of the loop's state for checkpoints. When the job resumes, the state is loaded before this returns. It is
    /// saved on the thread of the loop and while the loop runs, so a loop may let go of it at its end.
    /// </summary>
    /// <exception cref="CheckpointException">The checkpoint does not fit this state.</exception>
    public void Keep(string name, ITrainingState state)
    {
        if (_request.Resume is { } checkpoint)
            state.Load(checkpoint.Reader.Scope(name));
        _states.Add(new(name, state));
    }

    /// <summary>Lets people look into the model. Before the first batch, and after the state is kept.</summary>
    public void Show(IModelView view) => View = view;

    /// <summary>The numbers of the epochs still to run, 1 for the first. The last one ends with a checkpoint, the others when one is due.</summary>
    public IEnumerable<int> EpochsToRun()
    {
        while (_position.EpochsDone < Epochs)
        {
            _sink.Epoch(_position.EpochsDone + 1);
            if (_position.BatchesDone == 0)
                Pass(epochBegins: true);
            if (_position.EpochsDone >= Epochs)
            {
                SaveCheckpoint(CheckpointReason.End);
                yield break;
            }

            yield return _position.EpochsDone + 1;
            _position = _position with { EpochsDone = _position.EpochsDone + 1, BatchesDone = 0 };
            if (_position.EpochsDone >= Epochs)
                SaveCheckpoint(CheckpointReason.End);
            else if (_sink.CheckpointDue())
                SaveCheckpoint(CheckpointReason.Periodic);
        }
    }

    /// <summary>
    /// The mini-batches of this epoch, each a few of <paramref name="rows"/> in an order drawn from the seed and the
    /// epoch. Passes the control point before each. After a resume the batches done before are left out.
    /// </summary>
    /// <param name="rows">Rows to learn from.</param>
    /// <param name="batchSize">Rows in a batch, at least 1; the last one may be smaller.</param>
    /// <exception cref="OperationCanceledException">The loop must end here.</exception>
    public IEnumerable<ReadOnlyMemory<int>> Batches(IReadOnlyList<int> rows, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        var order = rows.ToArray();
        new RandomSource(Seed, stream: _position.EpochsDone + 1).Shuffle<int>(order);
        var batches = (order.Length + batchSize - 1) / batchSize;
        StepsPerEpoch = batches;
        Plan();
        while (_position.BatchesDone < batches)
        {
            Pass();
            Plan();
            var start = _position.BatchesDone * batchSize;
            yield return order.AsMemory(start, Math.Min(batchSize, order.Length - start));
            _position = _position with { BatchesDone = _position.BatchesDone + 1 };
            _steering.Offer(_position, EncodeState);
            if (_sink.CheckpointDue())
                SaveCheckpoint(CheckpointReason.Periodic);
        }

        Pass();
    }

    /// <summary>
    /// Looks at the control point: call it between batches where <see cref="Batches"/> is not used, and now and then
    /// in a long validation.
    /// </summary>
    /// <exception cref="OperationCanceledException">The loop must end here.</exception>
    public void Pass() => Pass(epochBegins: false);

    /// <summary>
    /// Asked before the weights are moved: whether the batch's loss and gradient are finite. Where they are not, the batch
    /// is to be reported but not learnt from; the job pauses or stops at its end, as the hyperparameter <c>onNaN</c> says.
    /// </summary>
    /// <param name="loss">The batch's loss.</param>
    /// <param name="gradientNorm">The norm of its whole gradient.</param>
    /// <returns>Whether to move the weights.</returns>
    public bool IsSound(double loss, double gradientNorm) => _steering.IsSound(_position.Step + 1, loss, gradientNorm);

    /// <summary>Says that a step is done: counts it and reports its values. Never blocks on a viewer.</summary>
    public void Report(in StepReport report)
    {
        _position = _position with { Step = _position.Step + 1 };
        var now = _time.GetTimestamp();
        var seconds = _time.GetElapsedTime(_batchStarted, now).TotalSeconds;
        _sink.Step(_position.Step, report, seconds > 0 ? report.Samples / seconds : 0);
        _steering.Look(_position.Step, report);
        _batchStarted = now;
    }

    /// <summary>Reports a value of a series of the trainer's own at the current step.</summary>
    public void Report(string series, double value) => _sink.Point(series, _position.Step, value);

    /// <summary>Reports a pass over the validation part.</summary>
    public void ReportValidation(ValidationReport report)
    {
        _sink.Validation(_position.EpochsDone + 1, _position.Step, report);
        _steering.LookAtValidation(report.Loss);
    }

    /// <summary>Writes a line to the job's log.</summary>
    public void Log(LogLevel level, string text) => _sink.Log(level, text);

    /// <summary>Writes a line of information to the job's log.</summary>
    public void Log(string text) => Log(LogLevel.Information, text);

    /// <summary>Keeps the state as it stands, or as it stood when the loop was ended. Only between two batches.</summary>
    /// <returns>Whether it is durable.</returns>
    internal bool SaveCheckpoint(CheckpointReason why) => _sink.Checkpoint(_position, _ended ?? EncodeState(), why);

    /// <summary>The state as it stands. Only between two batches.</summary>
    internal byte[] EncodeState() => Checkpoint.Encode(_position, _states);

    private void Plan()
    {
        var total = _position.Step - _position.BatchesDone + ((long)(Epochs - _position.EpochsDone) * StepsPerEpoch);
        if (total == _planned)
            return;
        _planned = total;
        _sink.Plan(StepsPerEpoch, total);
    }

    private void Pass(bool epochBegins)
    {
        try
        {
            _steering.Pass(_position, epochBegins);
        }
        catch (OperationCanceledException) when (_control.StoppedBetweenBatches)
        {
            // Now, while the loop still has what it learns with.
            _ended = EncodeState();
            throw;
        }

        _batchStarted = _time.GetTimestamp();
    }
}
