using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Training.Execution;

/// <summary>The section <c>Training</c>: how jobs are executed.</summary>
public sealed class ExecutionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Training";

    /// <summary>The most threads that a job may be given.</summary>
    public const int MostThreadsPerJob = 256;

    /// <summary>Jobs that run at the same time, 1 to 256; by default one for every two cores.</summary>
    public int Slots { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Threads one job may keep busy, 1 to 256; by default the cores shared out among the slots.</summary>
    public int? ThreadsPerJob { get; set; }

    /// <summary>The shortest time between two flushes of a job to the store and its viewers, 1 to 1,000 milliseconds.</summary>
    public int FlushMilliseconds { get; set; } = 50;

    /// <summary>Time between two checkpoints of a job, 0 to 86,400 seconds. One more is kept when it stops or ends.</summary>
    public double CheckpointSeconds { get; set; } = 5;

    /// <summary>Steps between two checkpoints of a job, 0 to 1,000,000,000; 0 where only the time counts.</summary>
    public long CheckpointSteps { get; set; }

    /// <summary>Whether a checkpoint is made whenever the loss over the validation part is lower than ever.</summary>
    public bool CheckpointBest { get; set; } = true;

    /// <summary>How many of a job's latest checkpoints stay, 2 to 1,000; the best and the pinned ones stay too.</summary>
    public int KeepCheckpoints { get; set; } = 5;

    /// <summary>How long a job that a person paused keeps its slot before it is parked, in minutes, 0 to 525,600; 0 for as long as it likes.</summary>
    public double ParkAfterMinutes { get; set; } = 30;

    /// <summary>Whether a job's loop runs in a process of its own where its trainer can be made there.</summary>
    public bool ChildProcess { get; set; } = true;

    /// <summary>How long a loop in a process of its own may take to obey a stop before that is ended, 0.1 to 86,400 seconds.</summary>
    public double StopSeconds { get; set; } = 30;

    /// <summary>
    /// How long a loop in a process of its own may go without coming to its control point before the job fails, in minutes,
    /// 0 to 525,600; 0 for as long as it likes.
    /// </summary>
    public double StallMinutes { get; set; } = 60;

    /// <summary>Memory that a job's own process may use, 0 to 16,777,216 MB; 0 for as much as there is.</summary>
    public int MemoryMegabytes { get; set; }

    /// <summary>How many times in a row a job is taken up again whose process was killed, 0 to 1,000.</summary>
    public int Restarts { get; set; } = 3;

    /// <summary>
    /// Names of variables of the dashboard's environment that a job's own process gets besides those that runtimes, numeric
    /// libraries and drivers need; one that ends with <c>*</c> stands for all that begin so.
    /// </summary>
    public IReadOnlyList<string> PassEnvironment { get; set; } = [];

    /// <summary>The threads a job gets.</summary>
    public int Threads => ThreadsPerJob ?? Math.Max(1, Environment.ProcessorCount / Slots);

    /// <summary>How slots are shared out.</summary>
    public SlotRules ToRules() => new(Slots, TimeSpan.FromMinutes(ParkAfterMinutes));

    /// <summary>One sentence for every setting out of range.</summary>
    public IEnumerable<string> Faults()
    {
        if (Slots is < 1 or > 256)
            yield return $"{Section}:{nameof(Slots)} must be 1 to {MostThreadsPerJob}, not {Slots}.";
        if (ThreadsPerJob is < 1 or > MostThreadsPerJob)
            yield return $"{Section}:{nameof(ThreadsPerJob)} must be 1 to 256, not {ThreadsPerJob}.";
        if (FlushMilliseconds is < 1 or > 1_000)
            yield return $"{Section}:{nameof(FlushMilliseconds)} must be 1 to 1000, not {FlushMilliseconds}.";
        if (ParkAfterMinutes is not (>= 0 and <= 525_600))
            yield return $"{Section}:{nameof(ParkAfterMinutes)} must be 0 to 525600, not {ParkAfterMinutes}.";
        if (CheckpointSteps is < 0 or > 1_000_000_000)
            yield return $"{Section}:{nameof(CheckpointSteps)} must be 0 to 1000000000, not {CheckpointSteps}.";
        if (KeepCheckpoints is < 2 or > 1_000)
            yield return $"{Section}:{nameof(KeepCheckpoints)} must be 2 to 1000, not {KeepCheckpoints}.";
        if (CheckpointSeconds is not (>= 0 and <= 86_400))
            yield return $"{Section}:{nameof(CheckpointSeconds)} must be 0 to 86400, not {CheckpointSeconds}.";
        if (StopSeconds is not (>= 0.1 and <= 86_400))
            yield return $"{Section}:{nameof(StopSeconds)} must be 0.1 to 86400, not {StopSeconds}.";
        if (StallMinutes is not (>= 0 and <= 525_600))
            yield return $"{Section}:{nameof(StallMinutes)} must be 0 to 525600, not {StallMinutes}.";
        if (MemoryMegabytes is < 0 or > 16_777_216)
            yield return $"{Section}:{nameof(MemoryMegabytes)} must be 0 to 16777216, not {MemoryMegabytes}.";
        if (Restarts is < 0 or > 1_000)
            yield return $"{Section}:{nameof(Restarts)} must be 0 to 1000, not {Restarts}.";
    }
}
