using TorchSharp;
using TorchSharp.Modules;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch.Gpt;

/// <summary>Attention to what stands before, then a perceptron, each added to the stream.</summary>
internal sealed class GptBlock : torch.nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly GptAttention attention;
    private readonly LayerNorm norm2;
    private readonly Linear expand;
    private readonly Linear project;
    private readonly LiveDropout dropout;

    /// <param name="settings">The job's hyperparameters.</param>
    public GptBlock(HyperparameterValues settings)
        : base("block")
    {
        var width = settings.Integer("width");
        norm1 = torch.nn.LayerNorm(width);
        attention = new GptAttention(settings);
        norm2 = torch.nn.LayerNorm(width);
        expand = torch.nn.Linear(width, 4 * width);
        project = torch.nn.Linear(4 * width, width);
        dropout = new LiveDropout(settings);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var x = GptNetwork.Sum(input, attention.call(norm1.call(input)));
        var hidden = torch.nn.functional.gelu(expand.call(norm2.call(x)));
        return GptNetwork.Sum(x, dropout.call(project.call(hidden))).MoveToOuterDisposeScope();
    }
}
