using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Tests.Data.Tables;

public sealed class TableDatasetTests
{
    private static readonly string s_text = "n,constant,stamp,colour,gap,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i =>
        $"{(i % 10 == 3 ? "?" : $"{i * 2}")},7.1,{1_700_000_000 + i},{(i % 4) switch { 0 => "red", 1 => "green", 2 => "", _ => "blue" }},,{i}.5\n"));

    // left to itself, a column that never changes is left out
    private static readonly DatasetChoices s_keepConstant = new() { Columns = new Dictionary<string, ColumnChoices> { ["constant"] = ColumnType.Numeric } };

    [Fact]
    public void Prepare_NumericColumns_AreStandardisedByTheTrainingPartOnly()
    {
        var table = Csv.Read(s_text, s_keepConstant);
        var data = table.Prepare(0.3, 5);
        var width = data.Shape.Size;

        var present = data.TrainRows.Where(r => !double.IsNaN(table.Columns[0].Numbers[r])).ToArray();
        var values = present.Select(r => (double)data.Features[r * width]).ToArray();
        Assert.Equal(0, values.Average(), 1e-6);
        Assert.Equal(1, values.Average(v => v * v), 1e-5);
        var raw = present.Select(r => table.Columns[0].Numbers[r]).ToArray();
        var (mean, deviation) = (raw.Average(), Math.Sqrt(raw.Average(v => Math.Pow(v - raw.Average(), 2))));
        var held = data.ValidationRows.First(r => !double.IsNaN(table.Columns[0].Numbers[r]));
        Assert.Equal((table.Columns[0].Numbers[held] - mean) / deviation, data.Features[held * width], 1e-5);
    }

    [Fact]
    public void Prepare_MissingConstantAndLargeNumbers_AreTamed()
    {
        var data = Csv.Read(s_text, s_keepConstant).Prepare(0.3, 5);

        Assert.Equal(0, data.Sample(3)[0]);
        Assert.All(Enumerable.Range(0, 100), row => Assert.Equal(0, data.Sample(row)[1]));
        var stamps = data.TrainRows.Select(r => (double)data.Sample(r)[2]).ToArray();
        Assert.Equal(1, stamps.Average(v => v * v), 1e-4);
        Assert.All(data.Features, v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void Prepare_Categories_AreOneHotWithMissingLast()
    {
        var data = Csv.Read(s_text, s_keepConstant).Prepare(0.3, 5);

        Assert.Equal(3 + 4, data.Shape.Size);
        Assert.Equal([0, 0, 1, 0], data.Sample(0)[3..].ToArray());
        Assert.Equal([0, 1, 0, 0], data.Sample(1)[3..].ToArray());
        Assert.Equal([0, 0, 0, 1], data.Sample(2)[3..].ToArray());
        Assert.Equal([1, 0, 0, 0], data.Sample(3)[3..].ToArray());
    }

    [Fact]
    public void Encoder_OfEveryRowAsItIsInTheFile_GivesThePreparedRow()
    {
        var data = Csv.Read(s_text, s_keepConstant).Prepare(0.3, 5);
        var lines = s_text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToArray();

        for (var row = 0; row < data.Count; row++)
        {
            // All columns but the last, which is the target, and the one that is empty throughout.
            var cells = Enumerable.Range(0, 4).ToDictionary(i => lines[0][i], i => lines[row + 1][i]);
            Assert.Equal(data.Sample(row).ToArray(), data.Encoder!.Encode(new SampleInput(cells, null)));
        }
    }

    [Fact]
    public void Encoder_OfCellsWithAUnitAnotherMarkOrADateAsANumber_GivesThePreparedRow()
    {
        var rows = Enumerable.Range(0, 60).Select(i => (Weight: $"{20 + i} kg", Price: $"{i % 9},5", Day: $"202401{1 + (i % 28):00}", Kind: i % 2)).ToList();
        var table = Csv.Read("weight;price;ratio;day;kind\n" + string.Concat(rows.Select((row, i) => $"{row.Weight};{row.Price};0.{1 + (i % 8)};{row.Day};{row.Kind}\n")));
        var data = table.Prepare(0.3, 5);

        Assert.Equal([ColumnType.Numeric, ColumnType.Numeric, ColumnType.Numeric, ColumnType.Date, ColumnType.Categorical], table.Columns.Select(column => column.Type));
        Assert.Equal([20, 0.5, 0.1, 19_723], table.Columns.Take(4).Select(column => column.Numbers[0]));
        for (var i = 0; i < rows.Count; i++)
        {
            var cells = new Dictionary<string, string> { ["weight"] = i % 2 == 0 ? rows[i].Weight : $"{20 + i}", ["price"] = rows[i].Price, ["ratio"] = $"0.{1 + (i % 8)}", ["day"] = rows[i].Day };
            Assert.Equal(data.Sample(i).ToArray(), data.Encoder!.Encode(new SampleInput(cells, null)));
        }
    }

    [Fact]
    public void Prepare_Regression_StandardisesTargetsByTheTrainingPart()
    {
        var data = Csv.Read(s_text, s_keepConstant).Prepare(0.3, 5);

        Assert.False(data.IsClassification);
        Assert.Equal((100, 0, 30), (data.Targets.Length, data.Labels.Length, data.ValidationRows.Length));
        Assert.Equal(0, data.TrainRows.Average(r => (double)data.Targets[r]), 1e-6);
        Assert.Equal(1, data.TrainRows.Average(r => (double)data.Targets[r] * data.Targets[r]), 1e-5);
    }

    [Fact]
    public void Prepare_Twice_IsTheSame()
    {
        var table = Csv.Read(s_text, s_keepConstant);

        Assert.Equal(table.Prepare(0.2, 9).Features, table.Prepare(0.2, 9).Features);
        Assert.Equal(table.Prepare(0.2, 9).TrainRows, Csv.Read(s_text, s_keepConstant).Prepare(0.2, 9).TrainRows);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Prepare(1, 9));
    }

    [Fact]
    public void Prepare_ValueOnlyInTheHeldOutPart_StaysFinite()
    {
        var table = Csv.Read(string.Concat(Enumerable.Range(0, 20).Select(i => $"{(i == 11 ? "1e38" : "1e-38")},{i % 2}\n")));
        for (var seed = 0; seed < 20; seed++)
            Assert.All(table.Prepare(0.2, seed).Features, v => Assert.True(float.IsFinite(v)));
    }
}
