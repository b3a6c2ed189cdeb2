using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Data.Generated;

/// <summary>Two intertwined spirals in the plane: easy to see, impossible for a linear model, learnt by a small network in seconds.</summary>
public static class Spirals
{
    /// <summary>Points, half of each spiral.</summary>
    public const int Count = 2_000;

    private const long Seed = 20_240_601;
    private const double Turns = 1.5;
    private const double Noise = 0.025;

    /// <summary>Makes the points: columns <c>x</c> and <c>y</c> within about ±1.1, and <c>spiral</c>, which is to be told. Always the same.</summary>
    public static TableDataset Create()
    {
        var random = new RandomSource(Seed);
        var (x, y, codes) = (new double[Count], new double[Count], new ushort[Count]);
        for (var i = 0; i < Count; i++)
        {
            var arm = i % 2;
            // The square root spreads points evenly along the spiral rather than crowding them in the middle.
            var along = Math.Sqrt(random.NextDouble(0.01, 1));
            var angle = (along * Turns * 2 * Math.PI) + (arm * Math.PI);
            x[i] = (along * Math.Cos(angle)) + (random.NextGaussian() * Noise);
            y[i] = (along * Math.Sin(angle)) + (random.NextGaussian() * Noise);
            codes[i] = (ushort)arm;
        }

        string[] levels = ["first", "second"];
        return new TableDataset
        {
            Columns =
            [
                new TableColumn { Name = "x", Type = ColumnType.Numeric, Numbers = x, MissingCount = 0 },
                new TableColumn { Name = "y", Type = ColumnType.Numeric, Numbers = y, MissingCount = 0 },
                new TableColumn { Name = "spiral", Type = ColumnType.Categorical, Codes = codes, Levels = levels, MissingCount = 0 },
            ],
            TargetIndex = 2,
            Task = TableTask.Classification,
            RowCount = Count,
            Head = [.. Enumerable.Range(0, 10).Select(i => new[] { Text(x[i]), Text(y[i]), levels[codes[i]] })],
        };
    }

    private static string Text(double value) => value.ToString("F4", System.Globalization.CultureInfo.InvariantCulture);
}
