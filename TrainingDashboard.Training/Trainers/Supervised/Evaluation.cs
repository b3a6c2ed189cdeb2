using System.Globalization;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Trainers.Losses;

namespace TrainingDashboard.Training.Trainers.Supervised;

/// <summary>Judges a network by samples that it never learns from.</summary>
internal static class Evaluation
{
    // small enough that pause and stop are answered at once, large enough to keep threads busy
    private const int Chunk = 256;

    /// <summary>Reports loss, accuracy and confusion over the validation part, for regression also <c>val/r2</c>.</summary>
    /// <exception cref="OperationCanceledException">The loop must end here.</exception>
    public static void Validate(TrainingContext context, ISupervisedNetwork network, ILoss loss, TrainingData data)
    {
        var report = Judge(context, network, loss, data, data.ValidationRows);
        context.ReportValidation(report);
        if (!data.IsClassification)
            context.Report("val/r2", MeanSquaredError.RSquared(data, data.ValidationRows, report.Loss));
    }

    /// <summary>Reports loss and accuracy, or the coefficient of determination, over the samples kept for testing, if there are any. Once, after training.</summary>
    /// <exception cref="OperationCanceledException">The loop must end here.</exception>
    public static void Test(TrainingContext context, ISupervisedNetwork network, ILoss loss, TrainingData data)
    {
        if (data.TestRows.Length == 0)
            return;
        var report = Judge(context, network, loss, data, data.TestRows);
        Report(context, report, data.TestRows.Length);
        if (!data.IsClassification)
            context.Report(SeriesNames.TestRSquared, MeanSquaredError.RSquared(data, data.TestRows, report.Loss));
    }

    /// <summary>Reports what a test gave.</summary>
    public static void Report(TrainingContext context, ValidationReport report, int samples)
    {
        context.Report(SeriesNames.TestLoss, report.Loss);
        if (report.Accuracy is { } accuracy)
            context.Report(SeriesNames.TestAccuracy, accuracy);
        context.Log(string.Create(CultureInfo.InvariantCulture,
            $"test on {samples} samples  loss {report.Loss:G4}{(report.Accuracy is { } right ? $"  accuracy {right:G4}" : "")}"));
    }

    private static ValidationReport Judge(TrainingContext context, ISupervisedNetwork network, ILoss loss, TrainingData data, int[] rows)
    {
        var outputs = new float[rows.Length * loss.Outputs];
        for (var start = 0; start < rows.Length; start += Chunk)
        {
            context.Pass();
            var count = Math.Min(Chunk, rows.Length - start);
            network.Predict(
                data, rows.AsMemory(start, count), outputs.AsMemory(start * loss.Outputs, count * loss.Outputs));
        }

        return loss.Judge(data, rows, outputs);
    }
}
