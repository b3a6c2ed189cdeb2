using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Tests.Data;

public sealed class DatasetSplitTests
{
    private static readonly int[] s_labels = [.. Enumerable.Repeat(0, 60), .. Enumerable.Repeat(1, 30), .. Enumerable.Repeat(2, 10)];

    [Fact]
    public void Stratified_Fifth_KeepsEachClassInProportion()
    {
        var split = DatasetSplit.Stratified(s_labels, 3, 0.2, 7);

        Assert.Equal([12, 6, 2], CountClasses(split.Validation));
        Assert.Equal([48, 24, 8], CountClasses(split.Train));
        Assert.Equal(Enumerable.Range(0, 100), split.Train.Concat(split.Validation).Order());
        Assert.Equal(split.Train.Order(), split.Train);
        Assert.Equal(split.Validation.Order(), split.Validation);
    }

    [Fact]
    public void Stratified_SameSeed_SameSplit_OtherSeed_OtherSplit()
    {
        var split = DatasetSplit.Stratified(s_labels, 3, 0.2, 7);

        Assert.Equal(split.Validation, DatasetSplit.Stratified(s_labels, 3, 0.2, 7).Validation);
        Assert.NotEqual(split.Validation, DatasetSplit.Stratified(s_labels, 3, 0.2, 8).Validation);
    }

    [Theory]
    [InlineData(0.0001, 1)]
    [InlineData(0.9999, 99)]
    public void Stratified_ExtremeFraction_LeavesARowInEachPart(double fraction, int expected) =>
        Assert.Equal(expected, DatasetSplit.Stratified(s_labels, 3, fraction, 1).Validation.Length);

    [Fact]
    public void Stratified_ClassWithOneRow_IsLearntFrom()
    {
        int[] labels = [.. Enumerable.Repeat(0, 9), 1];
        for (var seed = 0; seed < 20; seed++)
            Assert.Contains(9, DatasetSplit.Stratified(labels, 2, 0.5, seed).Train);
    }

    [Fact]
    public void Stratified_EveryClassHasOneRow_StillHoldsOut() =>
        Assert.Equal(3, DatasetSplit.Stratified([.. Enumerable.Range(0, 10)], 10, 0.3, 1).Validation.Length);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Plain_FractionOutOfRange_Throws(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetSplit.Plain(10, fraction, 1));

    private static int[] CountClasses(int[] rows) => [.. Enumerable.Range(0, 3).Select(c => rows.Count(r => s_labels[r] == c))];
}
