using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;

namespace TrainingDashboard.Training.Trainers.Supervised;

/// <summary>Judges a network by the samples it never learns from.</summary>
internal static class Validation
{
    // small enough that pause and stop are answered at once, large enough to keep threads busy
    private const int Chunk = 256;

    /// <summary>Reports loss, accuracy and confusion, for regression also <c>val/r2</c>.</summary>
    /// <exception cref="OperationCanceledException">The loop must end here.</exception>
    public static void Run(TrainingContext context, ISupervisedNetwork network, ILoss loss, TrainingData data)
    {
        var rows = data.ValidationRows;
        var outputs = new float[rows.Length * loss.Outputs];
        for (var start = 0; start < rows.Length; start += Chunk)
        {
            context.Pass();
            var count = Math.Min(Chunk, rows.Length - start);
            network.Predict(
                data, rows.AsMemory(start, count), outputs.AsMemory(start * loss.Outputs, count * loss.Outputs));
        }

        var report = loss.Judge(data, rows, outputs);
        context.ReportValidation(report);
        if (!data.IsClassification)
            context.Report("val/r2", MeanSquaredError.RSquared(data, rows, report.Loss));
    }
}
