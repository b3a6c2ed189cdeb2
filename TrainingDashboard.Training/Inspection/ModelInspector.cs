using TrainingDashboard.Training.Data.Images;
using System.Globalization;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Text;
using TrainingDashboard.Training.Scratch;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Inspection;

/// <summary>Looks into a model through what its trainer shows of it.</summary>
internal static class ModelInspector
{
    private const int MostWorst = 24;
    private const int MostColumns = 30;
    private const int MostClasses = 200;
    private const int MostSamples = 20_000;
    private const int GradientSamples = 512;
    private const int Chunk = 256;
    private const int MostLikely = 5;
    private const int CharactersBefore = 40;

    /// <summary>The whole look.</summary>
    public static Inspection Look(IModelView view, Dataset dataset, long step)
    {
        var data = view.Data;
        var rows = data.ValidationRows.Length <= MostSamples ? data.ValidationRows : data.ValidationRows[..MostSamples];
        var outputs = Predict(view, data, rows);
        var losses = new double[rows.Length];
        var right = 0;
        var confusion = data.IsClassification && data.ClassNames.Count <= MostClasses ? NewCounts(data.ClassNames.Count) : null;
        for (var i = 0; i < rows.Length; i++)
        {
            var output = outputs.AsSpan(i * view.Outputs, view.Outputs);
            losses[i] = Loss(data, rows[i], output);
            if (!data.IsClassification)
                continue;
            var predicted = Likeliest(output);
            right += predicted == data.Labels[rows[i]] ? 1 : 0;
            if (confusion is not null)
                confusion[data.Labels[rows[i]]][predicted]++;
        }

        // One that has no loss is worse than any that has.
        var worst = Enumerable.Range(0, rows.Length).OrderByDescending(i => double.IsNaN(losses[i]) ? double.PositiveInfinity : losses[i]).ThenBy(i => i).Take(MostWorst)
            .Select(i => Describe(data, dataset, rows[i], losses[i], outputs.AsSpan(i * view.Outputs, view.Outputs)))
            .ToArray();
        return new Inspection(
            step,
            Layers(view),
            rows.Length,
            losses.Average(),
            data.IsClassification ? (double)right / rows.Length : null,
            worst,
            confusion is null ? null : new ConfusionMatrix(data.ClassNames, confusion),
            data.Encoder is null ? null : Input(dataset, rows[0]));
    }

    /// <summary>What the model says of a sample that need not be in the dataset.</summary>
    /// <exception cref="Jobs.InvalidInputException">The sample is none of the dataset's kind.</exception>
    /// <exception cref="ScratchRunException">The trainer's data take no further samples.</exception>
    public static Prediction Predict(IModelView view, SampleInput input)
    {
        var encoder = view.Data.Encoder ?? throw new ScratchRunException("This trainer's data take no samples of others.");
        var one = new TrainingData
        {
            Shape = view.Data.Shape,
            Features = encoder.Encode(input),
            Labels = [],
            Targets = [],
            ClassNames = view.Data.ClassNames,
            TrainRows = [],
            ValidationRows = [],
        };
        return ToPrediction(view.Data, Predict(view, one, [one.Count - 1]));
    }

    private static float[] Predict(IModelView view, TrainingData data, int[] rows)
    {
        var outputs = new float[rows.Length * view.Outputs];
        for (var start = 0; start < rows.Length; start += Chunk)
        {
            var count = Math.Min(Chunk, rows.Length - start);
            view.Predict(data, rows.AsMemory(start, count), outputs.AsMemory(start * view.Outputs, count * view.Outputs));
        }

        return outputs;
    }

    private static LayerInspection[] Layers(IModelView view)
    {
        var learnt = view.Data.TrainRows;
        var gradient = view.GradientOver(learnt.AsMemory(0, Math.Min(GradientSamples, learnt.Length)));
        var start = 0;
        return
        [
            .. view.Layers.Select(layer =>
            {
                var part = gradient.Slice(start, layer.Parameters.Length);
                start += layer.Parameters.Length;
                return new LayerInspection(layer.Name, Histogram.Of(layer.Parameters.Span), Histogram.Of(part.Span));
            }),
        ];
    }

    private static double Loss(TrainingData data, int row, ReadOnlySpan<float> output)
        => data.IsClassification ? -Math.Log(output[data.Labels[row]]) : Math.Pow(output[0] - data.Targets[row], 2);

    private static int Likeliest(ReadOnlySpan<float> output)
    {
        var best = 0;
        for (var i = 1; i < output.Length; i++)
            best = output[i] > output[best] ? i : best;
        return best;
    }

    private static InspectedSample Describe(TrainingData data, Dataset dataset, int row, double loss, ReadOnlySpan<float> output)
    {
        var actual = data.IsClassification ? data.ClassNames[data.Labels[row]] : Number(data, data.Targets[row]);
        return new InspectedSample(
            row,
            loss,
            actual,
            ToPrediction(data, output),
            dataset is ImageDataset images ? new PreviewImage(images.Shape, actual, images.Image(row).ToArray()) : null,
            dataset is TableDataset table ? table.Features.DistinctBy(column => column.Name).Take(MostColumns).ToDictionary(column => column.Name, column => Cell(column, row), StringComparer.Ordinal) : null,
            dataset is TextDataset text ? Before(text, row) : null);
    }

    private static Prediction ToPrediction(TrainingData data, ReadOnlySpan<float> output)
    {
        if (!data.IsClassification)
            return new Prediction(Number(data, output[0]), []);
        var probabilities = output.ToArray();
        var classes = Enumerable.Range(0, probabilities.Length).OrderByDescending(c => probabilities[c]).Take(MostLikely)
            .Select(c => new ClassProbability(data.ClassNames[c], probabilities[c])).ToArray();
        return new Prediction(classes[0].Name, classes);
    }

    private static string Number(TrainingData data, double prepared)
    {
        var scale = data.TargetScale ?? new Scale(0, 1);
        return ((prepared * scale.Deviation) + scale.Mean).ToString("G6", CultureInfo.InvariantCulture);
    }

    private static InputDescription Input(Dataset dataset, int row) => dataset switch
    {
        ImageDataset images => new InputDescription(null, images.Shape),
        TableDataset table => new InputDescription(
            [.. table.Features.Select(column => new InputColumn(column.Name, column.Type, column.Levels, Cell(column, row)))], null),
        TextDataset text => new InputDescription(null, null, Before(text, row + CharactersBefore)),
        _ => new InputDescription(null, null),
    };

    private static string Before(TextDataset text, int row)
    {
        var start = Math.Max(0, row + 1 - CharactersBefore);
        return text.Excerpt(start, row + 1 - start);
    }

    private static string Cell(TableColumn column, int row) => column.Type switch
    {
        ColumnType.Numeric => double.IsNaN(column.Numbers[row]) ? "" : column.Numbers[row].ToString("R", CultureInfo.InvariantCulture),
        ColumnType.Date => column.ToText(column.Numbers[row]),
        ColumnType.Categorical => column.Codes[row] == TableColumn.MissingCode ? "" : column.Levels[column.Codes[row]],
        _ => "",
    };

    private static int[][] NewCounts(int classes)
    {
        var counts = new int[classes][];
        for (var i = 0; i < classes; i++)
            counts[i] = new int[classes];
        return counts;
    }
}
