using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Networks;

namespace TrainingDashboard.Tests.Trainers;

public sealed class LayerGradientTests
{
    private const int Samples = 3;
    private const float Nudge = 1f / 256;

    [Theory]
    [InlineData("dense")]
    [InlineData("relu")]
    [InlineData("tanh")]
    [InlineData("gelu")]
    [InlineData("dropout")]
    [InlineData("convolution 3")]
    [InlineData("convolution 5")]
    [InlineData("maxpool even")]
    [InlineData("maxpool odd")]
    [InlineData("maxpool narrow")]
    public void Backward_OfEachLayer_EqualsCentralDifferences(string name)
    {
        var layer = Create(name);
        var random = new RandomSource(11);
        var parameters = new float[layer.ParameterCount];
        layer.Initialize(parameters, random);
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] += (float)(0.1 * random.NextGaussian());
        var input = Numbers(random, Samples * layer.Inputs);
        var weights = Numbers(random, Samples * layer.Outputs);

        var output = new float[weights.Length];
        layer.Forward(parameters, input, output, new RandomSource(5));
        var inputGradient = new float[input.Length];
        Array.Fill(inputGradient, float.NaN);
        var parameterGradient = new float[parameters.Length];
        Array.Fill(parameterGradient, float.NaN);
        layer.Backward(
            parameters,
            new BackwardPass { Input = input, Output = output, OutputGradient = weights, InputGradient = inputGradient },
            parameterGradient);

        double Total()
        {
            var made = new float[weights.Length];
            layer.Forward(parameters, input, made, new RandomSource(5));
            return made.Zip(weights, (y, w) => (double)y * w).Sum();
        }

        CompareWithDifferences(input, inputGradient, Total);
        CompareWithDifferences(parameters, parameterGradient, Total);
    }

    [Fact]
    public void Dropout_WhenJudging_LetsEverythingThrough()
    {
        float[] input = [1, 2, 3, 4, 5];
        var output = new float[5];
        new DropoutLayer(5, 0.5).Forward([], input, output, noise: null);
        Assert.Equal(input, output);
    }

    [Fact]
    public void Dropout_WhenLearning_DropsItsPartAndKeepsTheMean()
    {
        var input = new float[20_000];
        Array.Fill(input, 1);
        var output = new float[input.Length];
        new DropoutLayer(input.Length, 0.25).Forward([], input, output, new RandomSource(3));
        Assert.Equal(0.25, output.Count(y => y == 0) / 20_000.0, 0.02);
        Assert.Equal(1, output.Average(), 0.02);
    }

    [Fact]
    public void Convolution_OfOnePixelWithCentreWeight_KeepsTheImage()
    {
        var layer = new ConvolutionLayer(new SampleShape(1, 3, 4), filters: 1, kernel: 3);
        float[] parameters = [0, 0, 0, 0, 2, 0, 0, 0, 0, 0.5f];
        var input = Enumerable.Range(0, 12).Select(i => (float)i).ToArray();
        var output = new float[12];
        layer.Forward(parameters, input, output, null);
        Assert.Equal(input.Select(x => (2 * x) + 0.5f), output);
    }

    [Fact]
    public void Convolution_AtTheEdge_SeesZeros()
    {
        var layer = new ConvolutionLayer(new SampleShape(1, 2, 2), filters: 1, kernel: 3);
        var output = new float[4];
        layer.Forward([1, 1, 1, 1, 1, 1, 1, 1, 1, 0], [1, 2, 3, 4], output, null);
        Assert.Equal([10, 10, 10, 10], output);
        layer.Forward([1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 3, 4], output, null);
        Assert.Equal([0, 0, 0, 1], output);
    }

    [Fact]
    public void MaxPool_OfEqualPixels_GivesTheGradientToTheFirst()
    {
        var layer = new MaxPoolLayer(new SampleShape(1, 2, 8));
        var input = new float[16];
        var output = new float[4];
        layer.Forward([], input, output, null);
        var gradient = new float[16];
        layer.Backward(
            [],
            new BackwardPass { Input = input, Output = output, OutputGradient = (float[])[1, 2, 3, 4], InputGradient = gradient },
            []);
        Assert.Equal([1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0], gradient);
    }

    private static Layer Create(string name) => name switch
    {
        "dense" => new DenseLayer(7, 5, 1),
        "relu" => new ReluLayer(37),
        "tanh" => new TanhLayer(37),
        "gelu" => new GeluLayer(37),
        "dropout" => new DropoutLayer(37, 0.5),
        "convolution 3" => new ConvolutionLayer(new SampleShape(2, 5, 6), 3, 3),
        "convolution 5" => new ConvolutionLayer(new SampleShape(2, 6, 4), 3, 5),
        "maxpool even" => new MaxPoolLayer(new SampleShape(2, 4, 12)),
        "maxpool odd" => new MaxPoolLayer(new SampleShape(2, 5, 11)),
        _ => new MaxPoolLayer(new SampleShape(2, 6, 5)),
    };

    private static void CompareWithDifferences(float[] values, float[] gradient, Func<double> total)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var kept = values[i];
            values[i] = kept + Nudge;
            var above = total();
            values[i] = kept - Nudge;
            var below = total();
            values[i] = kept;
            Assert.Equal((above - below) / (2 * Nudge), gradient[i], 2e-3 * (1 + Math.Abs(gradient[i])));
        }
    }

    // all further from 0 and from each other than two nudges, so that no difference reaches over a kink
    private static float[] Numbers(RandomSource random, int count)
    {
        var numbers = Enumerable.Range(0, count).Select(i => (i - (count / 2) + 0.5f) * 6 / count).ToArray();
        Assert.True(6f / count > 2 * Nudge);
        random.Shuffle<float>(numbers);
        return numbers;
    }
}
