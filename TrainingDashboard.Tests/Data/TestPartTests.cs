using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;

namespace TrainingDashboard.Tests.Data;

public sealed class TestPartTests : CatalogFixture
{
    private static readonly string s_rows = "a,b,kind\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i * 7 % 31},{i % 9},{(i % 4 == 0 ? "x" : "y")}\n"));

    [Fact]
    public async Task Fraction_OfATable_IsTheSameForEverySeedAndInProportion()
    {
        var info = await AddAsync(new DatasetChoices { TestFraction = 0.2 }, ("t.csv", s_rows));
        var dataset = await NewCatalog().LoadAsync(info.Name, default);
        var (first, second) = (dataset.Prepare(0.25, 1), dataset.Prepare(0.25, 2));

        Assert.Equal((100, 20), (info.Samples, info.TestSamples));
        Assert.Equal(first.TestRows, second.TestRows);
        Assert.Equal(5, first.TestRows.Count(row => first.ClassNames[first.Labels[row]] == "x"));
        Assert.Equal((60, 20), (first.TrainRows.Length, first.ValidationRows.Length));
        Assert.Equal(Enumerable.Range(0, 100), first.TrainRows.Concat(first.ValidationRows).Concat(first.TestRows).Order());
        Assert.NotEqual(first.ValidationRows, second.ValidationRows);
    }

    [Fact]
    public async Task File_ForTesting_HasTheSameColumnsAndComesAfterTheOthers()
    {
        var info = await AddAsync(null, ("t_test.csv", "a,b,kind\n5,1,x\n6,2,z\n"), ("t.csv", s_rows));
        var data = (await Catalog.LoadAsync(info.Name, default)).Prepare(0.25, 1);

        Assert.Equal((102, 2, 3), (info.Samples, info.TestSamples, info.Classes));
        Assert.Equal(["z"], data.TestRows.Skip(1).Select(row => data.ClassNames[data.Labels[row]]));
        Assert.Equal(Enumerable.Range(100, 2), data.TestRows);
    }

    [Fact]
    public async Task File_ForTestingWithOtherColumns_IsRefusedAtTheFirstThatDiffers()
    {
        var refused = await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync(null, ("t.csv", s_rows), ("t_test.csv", "a,c,kind\n5,1,x\n")));

        Assert.Equal(("t_test.csv", 1, 2), (refused.FileName, refused.Line, refused.Column));
        Assert.Contains("Expected the column 'b'", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fraction_OfAText_IsItsEnd()
    {
        var info = await AddAsync(new DatasetChoices { TestFraction = 0.1 }, ("t.txt", string.Concat(Enumerable.Repeat("abcdefghij", 100))));
        var data = (await Catalog.LoadAsync(info.Name, default)).Prepare(0.5, 1);

        Assert.Equal(Enumerable.Range(899, 100), data.TestRows);
        Assert.Equal((449, 898), (data.TrainRows[^1] + 1, data.ValidationRows[^1]));
    }

    [Fact]
    public async Task Scales_AreNotFittedOnTheTestPart()
    {
        var info = await AddAsync(null, ("t.csv", s_rows), ("t_test.csv", "a,b,kind\n1000000,1,x\n1000000,2,y\n"));
        var data = (await Catalog.LoadAsync(info.Name, default)).Prepare(0.25, 1);

        Assert.Equal(1, data.TrainRows.Average(row => Math.Pow(data.Sample(row)[0], 2)), 1e-4);
        Assert.True(data.Sample(data.TestRows[0])[0] > 1_000);
    }

    private async Task<DatasetInfo> AddAsync(DatasetChoices? choices, params (string Name, string Text)[] files)
    {
        using var draft = Catalog.Receive();
        foreach (var (name, text) in files)
            await draft.ReceiveAsync(Upload(text, name), null, default);
        return await Catalog.AddAsync(draft, "t", choices, default);
    }
}
