using System.Diagnostics;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Benchmarks;

/// <summary>
/// Reports steps at an even rate and does nothing else. The loss of a step is the moment it was reported, in
/// nanoseconds of the machine's monotonic clock, which all processes share.
/// </summary>
internal sealed class MetronomeTrainer : ITrainer
{
    public TrainerDescription Description { get; } = new(
        "metronome", "Metronome", "Reports at an even rate.", [DatasetKind.Table], DefaultEpochs: 1,
        [
            new RealHyperparameter("rate", "Rate", "Steps a second.", Default: 10, Minimum: 0.1, Maximum: 10_000_000),
            new RealHyperparameter("delay", "Delay", "Seconds before the first step, for viewers to come.", Default: 0, Minimum: 0, Maximum: 1_000),
            new RealHyperparameter("seconds", "Seconds", "How long.", Default: 10, Minimum: 0.1, Maximum: 100_000),
        ]);

    /// <summary>Nanoseconds of the monotonic clock.</summary>
    public static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    public void Train(TrainingContext context)
    {
        var period = 1e9 / context.Hyperparameters.Real("rate");
        var steps = (long)(context.Hyperparameters.Real("seconds") * context.Hyperparameters.Real("rate"));
        var began = Now + (long)(context.Hyperparameters.Real("delay") * 1e9);
        var costs = new long[Math.Min(steps, 1_000_000)];
        for (long step = 0; step < steps; step++)
        {
            WaitUntil(began + (long)(step * period));
            context.Pass();
            var now = Now;
            context.Report(new StepReport(now, 0.5, 0.001, 1, 32));
            costs[step % costs.Length] = Now - now;
        }

        Array.Sort(costs);
        context.Log(FormattableString.Invariant(
            $"report: mean {costs.Average():F0} ns, p50 {costs[costs.Length / 2]} ns, p99 {costs[(int)(costs.Length * 0.99)]} ns"));
    }

    internal static void WaitUntil(long due)
    {
        for (var left = due - Now; left > 0; left = due - Now)
        {
            if (left > 1_500_000)
                Thread.Sleep(1);
            else
                Thread.Yield();
        }
    }
}
