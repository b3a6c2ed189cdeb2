using System.Diagnostics;
using TrainingDashboard.Benchmarks.Storage;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Benchmarks.Loop;

/// <summary>Reports realistic values at an even rate, passes the control point at each step, and times both together.</summary>
internal sealed class PacedTrainer(int steps, int stepsPerSecond) : ITrainer
{
    private readonly StepReport[] _reports = Curves.Make(steps);
    private readonly double[] _costs = new double[steps];

    public TrainerDescription Description { get; } = new("paced", "Paced", "Reports at an even rate.", [DatasetKind.Table], DefaultEpochs: 1, []);

    /// <summary>What each step cost the loop, microseconds, two looks at the clock included.</summary>
    public IReadOnlyList<double> Microseconds => _costs;

    public void Train(TrainingContext context)
    {
        var began = Stopwatch.GetTimestamp();
        for (var step = 0; step < steps; step++)
        {
            WaitUntil(began + ((long)step * Stopwatch.Frequency / stepsPerSecond));
            var before = Stopwatch.GetTimestamp();
            context.Pass();
            context.Report(_reports[step]);
            _costs[step] = Stopwatch.GetElapsedTime(before).TotalNanoseconds / 1_000;
        }
    }

    // The work of a step, which a loop at this rate has for nearly all of the time: it keeps the processor, as work does.
    private static void WaitUntil(long due)
    {
        while (Stopwatch.GetTimestamp() < due)
            Thread.SpinWait(10);
    }
}
