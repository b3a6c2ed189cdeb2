namespace TrainingDashboard.Training.Metrics;

/// <summary>The names of the series that every job may have.</summary>
public static class SeriesNames
{
    /// <summary>Mean loss of each mini-batch.</summary>
    public const string Loss = "loss";

    /// <summary>Accuracy of each mini-batch, 0 to 1.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>The learning rate of each step.</summary>
    public const string LearningRate = "lr";

    /// <summary>Euclidean norm of each step's gradient before clipping.</summary>
    public const string GradientNorm = "grad_norm";

    /// <summary>Samples per second within each step.</summary>
    public const string SamplesPerSecond = "samples_per_s";

    /// <summary>Mean loss over the validation part after each epoch.</summary>
    public const string ValidationLoss = "val/loss";

    /// <summary>Accuracy over the validation part after each epoch, 0 to 1.</summary>
    public const string ValidationAccuracy = "val/accuracy";

    /// <summary>Mean loss over the samples kept for testing, once after training.</summary>
    public const string TestLoss = "test/loss";

    /// <summary>Accuracy over the samples kept for testing, 0 to 1, once after training.</summary>
    public const string TestAccuracy = "test/accuracy";

    /// <summary>Coefficient of determination over the samples kept for testing, once after training a regression.</summary>
    public const string TestRSquared = "test/r2";

    /// <summary>Processor cores that the loop's process keeps busy, 1 for one.</summary>
    public const string SystemProcessor = "system/cpu";

    /// <summary>Memory of the loop's process, bytes.</summary>
    public const string SystemMemory = "system/memory";

    /// <summary>What of it managed objects take, bytes.</summary>
    public const string SystemHeap = "system/gc_heap";

    /// <summary>Part of the time that the process stands still to collect garbage, 0 to 1.</summary>
    public const string SystemCollecting = "system/gc_pause";

    /// <summary>Threads of the loop's process.</summary>
    public const string SystemThreads = "system/threads";

    /// <summary>How many series one job may have; points of further names are dropped with a warning in its log.</summary>
    public const int MaximumPerJob = 1_000;

    /// <summary>How long a name may be, in UTF-16 units.</summary>
    public const int MaximumLength = 120;
}
