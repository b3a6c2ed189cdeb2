using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Benchmarks.Storage;

/// <summary>
/// Steps as a classifier reports them, every value with all the digits that a trainer's doubles have: a loss that falls
/// under noise, the accuracy of 32 samples, a learning rate of warm-up and cosine, and a gradient norm with a long tail.
/// Made beforehand, the same each time, so that nothing of it is measured. (The fifth series, the speed, is taken by the
/// product's own clock.)
/// </summary>
internal static class Curves
{
    /// <summary>Samples in each mini-batch.</summary>
    public const int Samples = 32;

    private const double WarmUp = 0.05;
    private const double Peak = 3e-3;

    public static StepReport[] Make(int steps)
    {
        var random = new Random(1);
        var reports = new StepReport[steps];
        for (var i = 0; i < steps; i++)
        {
            var done = (double)i / steps;
            var loss = (0.05 + (2.25 / (1 + (40 * done)))) * Math.Exp(0.25 * Normal(random));
            var right = Math.Round(Samples * Math.Clamp(Math.Exp(-loss) + (0.06 * Normal(random)), 0, 1));
            var rate = done < WarmUp ? Peak * (done / WarmUp) : 0.5 * Peak * (1 + Math.Cos(Math.PI * (done - WarmUp) / (1 - WarmUp)));
            reports[i] = new StepReport(loss, right / Samples, rate, 1.5 * Math.Sqrt(loss) * Math.Exp(0.4 * Normal(random)), Samples);
        }

        return reports;
    }

    private static double Normal(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
