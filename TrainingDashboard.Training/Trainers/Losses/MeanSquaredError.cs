using System.Numerics.Tensors;
using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Training.Trainers.Losses;

/// <summary>Regression: loss = (y − t)² on standardised targets, gradient = 2·(y − t).</summary>
internal sealed class MeanSquaredError : ILoss
{
    /// <inheritdoc/>
    public int Outputs => 1;

    /// <summary>
    /// The coefficient of determination, 1 − Σ(t − y)² / Σ(t − mean t)²: 1 is perfect, 0 is no better than the mean.
    /// NaN where all targets are the same.
    /// </summary>
    public static double RSquared(TrainingData data, ReadOnlySpan<int> rows, double meanSquaredError)
    {
        double sum = 0, squares = 0;
        foreach (var row in rows)
            sum += data.Targets[row];
        foreach (var row in rows)
            squares += Math.Pow(data.Targets[row] - (sum / rows.Length), 2);
        return squares > 0 ? 1 - (meanSquaredError * rows.Length / squares) : double.NaN;
    }

    /// <inheritdoc/>
    public BatchScore Learn(
        TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<float> outputs, float scale, Span<float> gradient)
    {
        double loss = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            gradient[i] = outputs[i] - data.Targets[rows[i]];
            loss += (double)gradient[i] * gradient[i];
        }

        TensorPrimitives.Multiply(gradient, 2 * scale, gradient);
        return new BatchScore(loss, 0);
    }

    /// <inheritdoc/>
    public ValidationReport Judge(TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<float> outputs)
        => new(Learn(data, rows, outputs, 1, new float[rows.Length]).Loss / rows.Length, null, null);

    /// <inheritdoc/>
    public void ToPrediction(Span<float> outputs)
    {
    }
}
