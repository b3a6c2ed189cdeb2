using System.Diagnostics;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Images;
using TrainingDashboard.Training.Data.Generated;

namespace TrainingDashboard.Tests.Data.Generated;

public sealed class GeneratedDatasetsTests
{
    [Theory]
    [InlineData("spirals")]
    [InlineData("digits")]
    public void Create_Twice_IsTheSame(string name)
    {
        var (one, other) = (GeneratedDatasets.Create(name)!.Prepare(0.2, 1), GeneratedDatasets.Create(name)!.Prepare(0.2, 1));

        Assert.Equal(one.Features, other.Features);
        Assert.Equal(one.Labels, other.Labels);
        Assert.All(one.Features, v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void All_Descriptions_AreTrue()
    {
        foreach (var info in GeneratedDatasets.All)
        {
            var data = GeneratedDatasets.Create(info.Name)!.Prepare(0.2, 1);
            Assert.Equal((info.Samples, info.Classes, info.Shape), (data.Count, data.ClassNames.Count, data.Shape));
        }
        Assert.Null(GeneratedDatasets.Create("nothing"));
    }

    [Fact]
    public void Digits_EachImage_HasInkAndFollowsOthersOfItsClass()
    {
        var watch = Stopwatch.StartNew();
        var digits = DrawnDigits.Create();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.All(Enumerable.Range(0, digits.Count), i => Assert.InRange(digits.Image(i).ToArray().Average(b => b), 8, 130));
        // Nearest of the first 1,000 images: far better than guessing, so the glyphs are what they claim to be.
        var right = Enumerable.Range(3_800, 200).Count(i => digits.Labels[Nearest(digits, i, 1_000)] == digits.Labels[i]);
        Assert.InRange(right, 160, 200);
    }

    private static int Nearest(ImageDataset digits, int image, int among)
    {
        var (best, least) = (0, long.MaxValue);
        for (var other = 0; other < among; other++)
        {
            var distance = 0L;
            var a = digits.Image(image);
            var b = digits.Image(other);
            for (var p = 0; p < a.Length; p++)
                distance += (a[p] - b[p]) * (a[p] - b[p]);
            if (distance < least)
                (best, least) = (other, distance);
        }
        return best;
    }
}
