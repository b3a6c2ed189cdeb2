using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;

namespace TrainingDashboard.Tests.Trainers;

public sealed class LossTests
{
    private static readonly float[] s_outputs = [0.5f, -1, 2, 3, 0.25f, -0.5f];

    [Fact]
    public void SoftmaxCrossEntropy_OfKnownOutputs_IsTheNegativeLogarithmOfTheProbability()
    {
        var score = new SoftmaxCrossEntropy(["a", "b", "c"]).Learn(Data(3), [0, 1], s_outputs, 0.5f, new float[6]);
        var expected = -Math.Log(Math.Exp(2) / (Math.Exp(0.5) + Math.Exp(-1) + Math.Exp(2)))
            - Math.Log(Math.Exp(0.25) / (Math.Exp(3) + Math.Exp(0.25) + Math.Exp(-0.5)));
        Assert.Equal(expected, score.Loss, 1e-5);
        Assert.Equal(1, score.Correct);
    }

    [Fact]
    public void SoftmaxCrossEntropy_Gradient_EqualsCentralDifferences() => CheckGradient(new SoftmaxCrossEntropy(["a", "b", "c"]), Data(3), s_outputs);

    [Fact]
    public void MeanSquaredError_Gradient_EqualsCentralDifferences() => CheckGradient(new MeanSquaredError(), Data(0), [0.5f, -1]);

    [Fact]
    public void SoftmaxCrossEntropy_OfHugeOutputs_DoesNotOverflow()
    {
        var score = new SoftmaxCrossEntropy(["a", "b", "c"])
            .Learn(Data(3), [0], [1e4f, -1e4f, 1e4f], 1, new float[3]);
        Assert.Equal(Math.Log(2), score.Loss, 1e-6);
    }

    [Fact]
    public void SoftmaxCrossEntropy_OfNaN_IsNaNAndStillCounts()
    {
        var report = new SoftmaxCrossEntropy(["a", "b", "c"]).Judge(Data(3), [0], [float.NaN, 0, float.NaN]);
        Assert.True(double.IsNaN(report.Loss));
        Assert.Equal(1, report.Confusion!.Counts.Sum(row => row.Sum()));
    }

    [Fact]
    public void SoftmaxCrossEntropy_WhenJudging_CountsActualByPredicted()
    {
        var report = new SoftmaxCrossEntropy(["a", "b", "c"]).Judge(Data(3), [0, 1], s_outputs);
        Assert.Equal(0.5, report.Accuracy);
        Assert.Equal([[0, 0, 0], [1, 0, 0], [0, 0, 1]], report.Confusion!.Counts);
    }

    [Fact]
    public void RSquared_OfTheMean_IsZeroAndOfTheTruthOne()
    {
        var data = Data(0);
        Assert.Equal(0, MeanSquaredError.RSquared(data, [0, 1], 1), 1e-12);
        Assert.Equal(1, MeanSquaredError.RSquared(data, [0, 1], 0), 1e-12);
        Assert.True(double.IsNaN(MeanSquaredError.RSquared(data, [0], 1)));
    }

    private static void CheckGradient(ILoss loss, TrainingData data, float[] outputs)
    {
        const float nudge = 1f / 128;
        var gradient = new float[outputs.Length];
        loss.Learn(data, [0, 1], outputs, 0.5f, gradient);
        for (var i = 0; i < outputs.Length; i++)
        {
            var (above, below) = ((float[])outputs.Clone(), (float[])outputs.Clone());
            above[i] += nudge;
            below[i] -= nudge;
            var scratch = new float[outputs.Length];
            var difference = loss.Learn(data, [0, 1], above, 0.5f, scratch).Loss - loss.Learn(data, [0, 1], below, 0.5f, scratch).Loss;
            Assert.Equal(0.5 * difference / (2 * nudge), gradient[i], 1e-4);
        }
    }

    private static TrainingData Data(int classes) => new()
    {
        Shape = new SampleShape(1, 1, 1),
        Features = new float[2],
        Labels = classes > 0 ? [2, 1] : [],
        Targets = classes > 0 ? [] : [1, -1],
        ClassNames = [.. "abc"[..classes].Select(c => c.ToString())],
        TrainRows = [0],
        ValidationRows = [1],
    };
}
