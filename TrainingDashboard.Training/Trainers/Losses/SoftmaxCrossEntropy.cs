using System.Numerics.Tensors;
using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Training.Trainers.Losses;

/// <summary>
/// Classification: loss = −ln softmax(z)[label] in nats, gradient = softmax(z) − one-hot(label). The largest output is
/// the prediction.
/// </summary>
/// <param name="classes">Class names in label order.</param>
internal sealed class SoftmaxCrossEntropy(IReadOnlyList<string> classes) : ILoss
{
    /// <inheritdoc/>
    public int Outputs => classes.Count;

    /// <inheritdoc/>
    public BatchScore Learn(
        TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<float> outputs, float scale, Span<float> gradient)
    {
        var score = default(BatchScore);
        for (var i = 0; i < rows.Length; i++)
        {
            var label = data.Labels[rows[i]];
            var row = gradient.Slice(i * Outputs, Outputs);
            score += Score(outputs.Slice(i * Outputs, Outputs), label, row);
            row[label] -= 1;
            TensorPrimitives.Multiply(row, scale, row);
        }

        return score;
    }

    /// <inheritdoc/>
    public ValidationReport Judge(TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<float> outputs)
    {
        var score = default(BatchScore);
        var softmax = new float[Outputs];
        var counts = new int[Outputs][];
        for (var c = 0; c < Outputs; c++)
            counts[c] = new int[Outputs];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = outputs.Slice(i * Outputs, Outputs);
            var label = data.Labels[rows[i]];
            score += Score(row, label, softmax);
            counts[label][TensorPrimitives.IndexOfMax(row)]++;
        }

        return new ValidationReport(
            score.Loss / rows.Length, (double)score.Correct / rows.Length, new ConfusionMatrix(classes, counts));
    }

    /// <inheritdoc/>
    public void ToPrediction(Span<float> outputs)
    {
        TensorPrimitives.Subtract(outputs, TensorPrimitives.Max<float>(outputs), outputs);
        TensorPrimitives.Exp(outputs, outputs);
        TensorPrimitives.Divide(outputs, TensorPrimitives.Sum<float>(outputs), outputs);
    }

    /// <summary>One sample; leaves softmax(z). The largest output is taken off first, so that no exponential overflows.</summary>
    private static BatchScore Score(ReadOnlySpan<float> outputs, int label, Span<float> softmax)
    {
        var largest = TensorPrimitives.Max(outputs);
        TensorPrimitives.Subtract(outputs, largest, softmax);
        TensorPrimitives.Exp(softmax, softmax);
        var sum = TensorPrimitives.Sum(softmax);
        TensorPrimitives.Divide(softmax, sum, softmax);
        return new BatchScore(
            Math.Log(sum) - (outputs[label] - largest), TensorPrimitives.IndexOfMax(outputs) == label ? 1 : 0);
    }
}
