using System.Runtime.InteropServices;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Benchmarks.Trainers;

/// <summary>A classifier with one hidden layer to be trained by everybody on the same made-up pictures.</summary>
internal sealed record PerceptronTask(int Samples, int Inputs, int Hidden, int Classes, int Batch, int Epochs, double Rate)
{
    // for the held-out part, which a dataset must have
    private const int HeldOut = 10;

    /// <summary>784-256-10 in batches of 64, as for MNIST.</summary>
    public static PerceptronTask Mnist { get; } = new(12_800, 784, 256, 10, 64, 6, 0.001);

    /// <summary>Noise around a picture of each class.</summary>
    public TrainingData Make()
    {
        var random = new RandomSource(1);
        var pictures = new float[Classes * Inputs];
        foreach (ref var pixel in pictures.AsSpan())
            pixel = (float)random.NextGaussian();
        var count = Samples + HeldOut;
        var features = new float[count * Inputs];
        for (var i = 0; i < features.Length; i++)
            features[i] = (0.05f * pictures[(i / Inputs % Classes * Inputs) + (i % Inputs)]) + (float)random.NextGaussian();
        return new TrainingData
        {
            Shape = new SampleShape(1, 1, Inputs),
            Features = features,
            Labels = [.. Enumerable.Range(0, count).Select(row => row % Classes)],
            Targets = [],
            ClassNames = [.. Enumerable.Range(0, Classes).Select(label => $"{label}")],
            TrainRows = [.. Enumerable.Range(0, Samples)],
            ValidationRows = [.. Enumerable.Range(Samples, HeldOut)],
        };
    }

    /// <summary>Writes what is learnt from: features, then labels.</summary>
    public void Write(string path, TrainingData data)
    {
        using var file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes(data.Features.AsSpan(0, Samples * Inputs)));
        file.Write(MemoryMarshal.AsBytes(data.Labels.AsSpan(0, Samples)));
    }
}

/// <summary>How fast a perceptron was trained.</summary>
/// <param name="StepsPerSecond">Without the first epoch.</param>
/// <param name="Loss">Mean loss of the last epoch, which tells whether the same was learnt.</param>
internal sealed record TrainingSpeed(double StepsPerSecond, double Loss);
