using TorchSharp;
using TorchSharp.Modules;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch.Gpt;

/// <summary>
/// A transformer that only looks back (Vaswani et al., 2017; layers as in GPT-2, Radford et al., 2019): samples × length
/// characters → samples × length × characters, the logits of what follows each.
/// </summary>
internal sealed class GptNetwork : torch.nn.Module<Tensor, Tensor>
{
    // GPT-2's spread of initial weights
    private const double Spread = 0.02;

    private readonly Embedding characters;
    private readonly Embedding places;
    private readonly LiveDropout dropout;
    private readonly ModuleList<torch.nn.Module<Tensor, Tensor>> blocks;
    private readonly LayerNorm norm;
    private readonly Linear outputs;

    /// <param name="settings">The job's hyperparameters.</param>
    /// <param name="vocabulary">Different characters.</param>
    public GptNetwork(HyperparameterValues settings, int vocabulary)
        : base("gpt")
    {
        var (width, layers) = (settings.Integer("width"), settings.Integer("layers"));
        characters = torch.nn.Embedding(vocabulary, width);
        places = torch.nn.Embedding(settings.Integer("contextLength"), width);
        dropout = new LiveDropout(settings);
        blocks = torch.nn.ModuleList(Enumerable.Range(0, layers).Select(_ => (torch.nn.Module<Tensor, Tensor>)new GptBlock(settings)).ToArray());
        norm = torch.nn.LayerNorm(width);
        outputs = torch.nn.Linear(width, vocabulary, false);
        RegisterComponents();
        Spreading(layers);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var x = dropout.call(Sum(characters.call(input), places.weight!.narrow(0, 0, input.shape[1])));
        foreach (var block in blocks)
            x = block.call(x);
        return outputs.call(norm.call(x)).MoveToOuterDisposeScope();
    }

    /// <summary>a + b.</summary>
    internal static Tensor Sum(Tensor a, Tensor b) => a.add(b, Scalars.One);

    private void Spreading(int layers)
    {
        using var noGradient = torch.no_grad();
        foreach (var (name, parameter) in named_parameters())
        {
            // what is added to the stream is spread less, the more is added
            if (name.EndsWith("weight", StringComparison.Ordinal) && parameter.dim() == 2)
                torch.nn.init.normal_(parameter, 0, name.Contains("project", StringComparison.Ordinal) ? Spread / Math.Sqrt(2 * layers) : Spread);
            else if (name.EndsWith("bias", StringComparison.Ordinal))
                torch.nn.init.zeros_(parameter);
        }
    }
}
