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
