using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Trainers;

/// <summary>A dataset out of arrays: split by class, table columns standardised by the training part.</summary>
internal sealed class ArrayDataset(
    DatasetKind kind, SampleShape shape, float[] features, int[] labels, string[] classes, float[]? targets = null)
    : Dataset
{
    public override DatasetKind Kind => kind;

    public override TrainingData Prepare(double validationFraction, long seed)
    {
        var random = new RandomSource(seed);
        List<int> train = [], validation = [];
        var count = features.Length / shape.Size;
        foreach (var group in Enumerable.Range(0, count).GroupBy(row => labels.Length > 0 ? labels[row] : 0))
        {
            var rows = group.ToArray();
            random.Shuffle<int>(rows);
            var held = Math.Max(1, (int)Math.Round(rows.Length * validationFraction));
            validation.AddRange(rows[..held]);
            train.AddRange(rows[held..]);
        }

        return new TrainingData
        {
            Shape = shape,
            Features = kind == DatasetKind.Table ? Standardise(train) : features,
            Labels = labels,
            Targets = targets ?? [],
            ClassNames = classes,
            TrainRows = [.. train.Order()],
            ValidationRows = [.. validation.Order()],
        };
    }

    private float[] Standardise(List<int> train)
    {
        var scaled = (float[])features.Clone();
        for (var column = 0; column < shape.Size; column++)
        {
            var values = train.Select(row => (double)features[(row * shape.Size) + column]).ToArray();
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            for (var i = column; i < scaled.Length; i += shape.Size)
                scaled[i] = (float)((features[i] - mean) / (deviation > 0 ? deviation : 1));
        }

        return scaled;
    }
}
