using TorchSharp;
using TorchSharp.Modules;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch.Gpt;

/// <summary>Attention of several heads: softmax(Q·Kᵀ / √(width of a head)) · V over the characters up to each.</summary>
internal sealed class GptAttention : torch.nn.Module<Tensor, Tensor>
{
    private readonly int _heads;
    private readonly Scalar _scale;
    private readonly Linear queriesKeysValues;
    private readonly Linear project;
    private readonly LiveDropout dropout;
    private readonly LiveDropout projectDropout;

    /// <param name="settings">The job's hyperparameters.</param>
    public GptAttention(HyperparameterValues settings)
        : base("attention")
    {
        var width = settings.Integer("width");
        _heads = settings.Integer("heads");
        _scale = (1 / Math.Sqrt((double)width / _heads)).ToScalar();
        queriesKeysValues = torch.nn.Linear(width, 3 * width);
        project = torch.nn.Linear(width, width);
        dropout = new LiveDropout(settings);
        projectDropout = new LiveDropout(settings);
        RegisterComponents();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _scale.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var (samples, length, width) = (input.shape[0], input.shape[1], input.shape[2]);
        var parts = queriesKeysValues.call(input).reshape(samples, length, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4).unbind(0);
        var scores = parts[0].mul(_scale).matmul(parts[1].transpose(-2, -1));
        var ahead = torch.ones(length, length, torch.ScalarType.Bool, input.device).triu(1);
        var weights = dropout.call(torch.nn.functional.softmax(scores.masked_fill(ahead, Scalars.NegativeInfinity), -1));
        var heard = weights.matmul(parts[2]).transpose(1, 2).reshape(samples, length, width);
        return projectDropout.call(project.call(heard)).MoveToOuterDisposeScope();
    }
}
