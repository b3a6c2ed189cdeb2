using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Trainers;

/// <summary>Small made-up data.</summary>
internal static class SyntheticData
{
    /// <summary>Noise with random classes, not split.</summary>
    public static TrainingData Random(SampleShape shape, int samples, int classes)
    {
        var random = new RandomSource(21);
        return new TrainingData
        {
            Shape = shape,
            Features = [.. Enumerable.Range(0, samples * shape.Size).Select(_ => (float)random.NextGaussian())],
            Labels = [.. Enumerable.Range(0, samples).Select(_ => random.NextInt32(classes))],
            Targets = [],
            ClassNames = [.. Enumerable.Range(0, classes).Select(c => $"class {c}")],
            TrainRows = [.. Enumerable.Range(0, samples)],
            ValidationRows = [],
        };
    }

    /// <summary>Gaussian clouds or noise images with a bright row for each class.</summary>
    public static Dataset Classes(DatasetKind kind, SampleShape shape, int samples, int classes)
    {
        var random = new RandomSource(22);
        var features = new float[samples * shape.Size];
        for (var i = 0; i < features.Length; i++)
        {
            var label = i / shape.Size % classes;
            features[i] = (float)((0.5 * random.NextGaussian()) + (i % shape.Size % classes == label ? 1 : 0));
        }

        return new ArrayDataset(
            kind, shape, features, [.. Enumerable.Range(0, samples).Select(i => i % classes)],
            [.. Enumerable.Range(0, classes).Select(c => $"class {c}")]);
    }

    /// <summary>Two interleaved spirals of one and a half turns with a little noise.</summary>
    public static Dataset Spirals(int samples)
    {
        var random = new RandomSource(7);
        var features = new float[2 * samples];
        for (var i = 0; i < samples; i++)
        {
            var radius = Math.Sqrt(random.NextDouble());
            var angle = (1.5 * 2 * Math.PI * radius) + (i % 2 * Math.PI);
            features[2 * i] = (float)((radius * Math.Cos(angle)) + (0.02 * random.NextGaussian()));
            features[(2 * i) + 1] = (float)((radius * Math.Sin(angle)) + (0.02 * random.NextGaussian()));
        }

        return new ArrayDataset(
            DatasetKind.Table, new SampleShape(1, 1, 2), features, [.. Enumerable.Range(0, samples).Select(i => i % 2)],
            ["inner", "outer"]);
    }

    /// <summary>A number that is a bent function of three columns, standardised.</summary>
    public static Dataset Regression(int samples)
    {
        var random = new RandomSource(23);
        var features = new float[3 * samples];
        foreach (ref var feature in features.AsSpan())
            feature = (float)random.NextGaussian();
        var targets = Enumerable.Range(0, samples)
            .Select(i => Math.Sin(features[3 * i]) + (0.5 * features[(3 * i) + 1] * features[(3 * i) + 2])).ToArray();
        var mean = targets.Average();
        var deviation = Math.Sqrt(targets.Average(t => (t - mean) * (t - mean)));
        return new ArrayDataset(
            DatasetKind.Table, new SampleShape(1, 1, 3), features, [], [],
            [.. targets.Select(t => (float)((t - mean) / deviation))]);
    }
}
