using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Execution.Loops;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>
/// In a loop's process: writes what the loop tells into the pipe to the worker, from a thread of its own, several frames
/// at once. The loop waits only while the worker takes nothing and the memory for that is full, and where it waits for an
/// answer.
/// </summary>
internal sealed class PipedListener : ILoopListener
{
    private const int MaximumWaiting = 16 << 20;

    // What comes after a quiet while goes out at once; what follows it waits so long for company, as a write costs more
    // than a step of a quick loop.
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_beatInterval = TimeSpan.FromSeconds(1);
    private static readonly ConfusionMatrix s_none = new([], []);
    private readonly object _lock = new();
    private readonly Stream _pipe;
    private readonly ControlPoint _control;
    private readonly TimeProvider _time;
    private readonly Thread _sender;
    private FrameBuffer _waiting = new(FrameBuffer.ManyFrames);
    private bool _isIdle;
    private bool _isUrgent;
    private bool _isOver;
    private bool _isAnswered;
    private string? _answer;

    /// <param name="pipe">To the worker.</param>
    /// <param name="control">How the loop fares.</param>
    /// <param name="time">The clock.</param>
    public PipedListener(Stream pipe, ControlPoint control, TimeProvider time)
    {
        (_pipe, _control, _time) = (pipe, control, time);
        _sender = new Thread(Send) { IsBackground = true, Name = "reports" };
        _sender.Start();
    }

    /// <inheritdoc/>
    public void Plan(long totalSteps)
    {
        lock (_lock)
        {
            Begin(LoopFrame.Plan).Write(totalSteps).End();
            Ring();
        }
    }

    /// <inheritdoc/>
    public void Step(long at, long step, in StepReport report, double samplesPerSecond)
    {
        lock (_lock)
        {
            WaitForRoom();
            Begin(LoopFrame.Step).Write(at).Write(step).Write(report.Loss).Write(report.Accuracy).Write(report.LearningRate)
                .Write(report.GradientNorm).Write(samplesPerSecond).End();
            Ring();
        }
    }

    /// <inheritdoc/>
    public void Point(long at, string series, long step, double value)
    {
        lock (_lock)
        {
            WaitForRoom();
            Begin(LoopFrame.Point).Write(at).Write(step).Write(value).Write(series).End();
            Ring();
        }
    }

    /// <inheritdoc/>
    public void Sample(long at, long step, IReadOnlyList<KeyValuePair<string, double>> values)
    {
        lock (_lock)
        {
            var frame = Begin(LoopFrame.Sample).Write(at).Write(step).Write(values.Count);
            foreach (var (series, value) in values)
                frame.Write(series).Write(value);
            frame.End();
            Ring();
        }
    }

    /// <inheritdoc/>
    public void Epoch(int epoch)
    {
        lock (_lock)
        {
            Begin(LoopFrame.Epoch).Write(epoch).End();
            Ring();
        }
    }

    /// <inheritdoc/>
    public void Validation(long at, int epoch, long step, ValidationReport report)
    {
        lock (_lock)
        {
            WaitForRoom();
            Begin(LoopFrame.Validation).Write(at).Write(step).Write(epoch).Write(report.Loss).Write(report.Accuracy).WriteJson(report.Confusion ?? s_none).End();
            Ring();
        }
    }

    /// <inheritdoc/>
    public void Log(long at, LogLevel level, string text)
    {
        lock (_lock)
        {
            WaitForRoom();
            Begin(LoopFrame.Log).Write(at).Write((byte)level).Write(text).End();
            Ring();
        }
    }

    /// <inheritdoc/>
    public void Steered(DateTimeOffset at, Steered what)
    {
        lock (_lock)
        {
            Beat();
            Begin(LoopFrame.Steered).Write(at).WriteJson(SteeredFrame.Of(what)).End();
            Ring(urgent: true);
        }
    }

    /// <inheritdoc/>
    public void Applied(DateTimeOffset at, JobCommand command, long step)
    {
        lock (_lock)
        {
            // The pause that may just have ended is told first: the loop's speed leaves it out.
            Beat();
            Begin(LoopFrame.Applied).Write(at).Write(step).WriteJson(SteeringRules.ToPending(command)).End();
            Ring(urgent: true);
        }
    }

    /// <inheritdoc/>
    public string? Keep(CheckpointDraft draft)
    {
        lock (_lock)
        {
            var (epochs, batches, step) = draft.Position;
            Begin(LoopFrame.Keep).Write(epochs).Write(batches).Write(step).Write((byte)draft.Reason)
                .Write(draft.ValidationLoss).Write(draft.ValidationAccuracy).Write(draft.Content.AsSpan()).End();
            Ring(urgent: true);
            while (!_isAnswered)
                Monitor.Wait(_lock);
            _isAnswered = false;
            return _answer;
        }
    }

    /// <summary>The worker's answer to <see cref="Keep"/>.</summary>
    public void TakeAnswer(string? fault)
    {
        lock (_lock)
        {
            (_answer, _isAnswered) = (fault, true);
            Monitor.PulseAll(_lock);
        }
    }

    /// <inheritdoc/>
    public void Kept(DateTimeOffset at, JobCommand command, long step, string? fault)
    {
        lock (_lock)
        {
            Begin(LoopFrame.Kept).Write(at).Write(step).WriteJson(SteeringRules.ToPending(command)).Write(fault ?? "").End();
            Ring(urgent: true);
        }
    }

    /// <inheritdoc/>
    public void Durable(DateTimeOffset at, JobCommand command, long step)
    {
        lock (_lock)
        {
            Begin(LoopFrame.Durable).Write(at).Write(step).WriteJson(SteeringRules.ToPending(command)).End();
            Ring(urgent: true);
        }
    }

    /// <summary>The attempt is over; nothing more is told of it.</summary>
    public void Ended(LoopEnd end)
    {
        lock (_lock)
        {
            Beat();
            Begin(LoopFrame.Ended).WriteJson(end).End();
            Ring(urgent: true);
        }
    }

    /// <summary>The one answer of a process that runs no job.</summary>
    public void Answer<T>(T answer)
        where T : class
    {
        lock (_lock)
        {
            Begin(LoopFrame.Answer).WriteJson(answer).End();
            Ring(urgent: true);
        }
    }

    /// <summary>Sends what waits and nothing more.</summary>
    /// <param name="limit">Gives up after so long.</param>
    public void Finish(TimeSpan limit)
    {
        lock (_lock)
        {
            _isOver = true;
            Monitor.PulseAll(_lock);
        }

        _sender.Join(limit);
    }

    private FrameBuffer Begin(LoopFrame kind) => _waiting.Begin((byte)kind);

    private void Beat()
        => Begin(LoopFrame.Beat).Write(_control.PausedTime.Ticks).Write(_control.Passes).Write(_control.IsWaiting ? (byte)1 : (byte)0).End();

    private void Ring(bool urgent = false)
    {
        _isUrgent |= urgent;
        if (_isIdle || urgent)
            Monitor.PulseAll(_lock);
    }

    private void WaitForRoom()
    {
        while (_waiting.Count >= MaximumWaiting && !_isOver)
            Monitor.Wait(_lock);
    }

    private void Send()
    {
        var sent = new FrameBuffer(FrameBuffer.ManyFrames);
        var (lastSent, lastBeat) = (_time.GetTimestamp(), _time.GetTimestamp());
        while (true)
        {
            lock (_lock)
            {
                _isIdle = true;
                while (_waiting.Count == 0 && !_isOver && Left(lastBeat, s_beatInterval) is { Ticks: > 0 } left)
                    Monitor.Wait(_lock, left);
                _isIdle = false;
                while (_waiting.Count > 0 && !_isUrgent && !_isOver && Left(lastSent, s_interval) is { Ticks: > 0 } left)
                    Monitor.Wait(_lock, left);
                if (_waiting.Count == 0 && _isOver)
                    return;
                if (Left(lastBeat, s_beatInterval) <= TimeSpan.Zero)
                {
                    Beat();
                    lastBeat = _time.GetTimestamp();
                }

                (sent, _waiting, _isUrgent) = (_waiting, sent, false);
                Monitor.PulseAll(_lock);
            }

            try
            {
                _pipe.Write(sent.Written);
                _pipe.Flush();
            }
            catch (IOException)
            {
                // The worker is gone, and with it everybody whom this could tell anything; the process ends by that.
                lock (_lock)
                    _isOver = true;
                return;
            }

            sent.Clear();
            lastSent = _time.GetTimestamp();
        }
    }

    private TimeSpan Left(long since, TimeSpan interval)
    {
        var left = interval - _time.GetElapsedTime(since);
        // A wait is at least a millisecond long, or it would be none.
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left;
    }
}
