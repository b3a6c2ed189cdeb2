using TorchSharp;
using TorchSharp.Modules;
using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Training.Trainers.Torch;

/// <summary>An optimizer of TorchSharp's, chosen and tuned by the same hyperparameters as the built-in ones.</summary>
internal sealed class TorchOptimizer : ITrainingState, IDisposable
{
    private readonly OptimizerHelper _optimizer;

    /// <param name="settings">The job's hyperparameters.</param>
    /// <param name="network">What it moves.</param>
    public TorchOptimizer(HyperparameterValues settings, TorchNetwork network)
    {
        var (beta1, beta2) = (settings.Real("beta1"), settings.Real("beta2"));
        _optimizer = settings.Choice("optimizer") switch
        {
            "sgd" => torch.optim.SGD(network.Parameters, 0, settings.Real("momentum"), nesterov: settings.Toggle("nesterov") && settings.Real("momentum") > 0),
            "adamw" => torch.optim.AdamW(network.Parameters, 0, beta1, beta2),
            _ => torch.optim.Adam(network.Parameters, 0, beta1, beta2),
        };
    }

    /// <summary>Sets the gradients to zero, for the next mini-batch's to be added.</summary>
    public void ClearGradients() => _optimizer.zero_grad();

    /// <summary>Moves the parameters along their gradient, with the hyperparameters as they stand.</summary>
    public void Step(HyperparameterValues settings, double rate)
    {
        foreach (var group in _optimizer.ParamGroups)
        {
            group.LearningRate = rate;
            switch (group)
            {
                case SGD.ParamGroup { Options: var sgd }:
                    (sgd.momentum, sgd.weight_decay) = (settings.Real("momentum"), settings.Real("weightDecay"));
                    break;
                case Adam.ParamGroup { Options: var adam }:
                    adam.weight_decay = settings.Real("weightDecay");
                    break;
                case AdamW.ParamGroup { Options: var adamw }:
                    adamw.weight_decay = settings.Real("weightDecay");
                    break;
            }
        }

        _optimizer.step();
    }

    /// <inheritdoc/>
    public void Save(StateWriter writer)
    {
        using var memory = new MemoryStream();
        using var bytes = new BinaryWriter(memory);
        _optimizer.save_state_dict(bytes);
        bytes.Flush();
        writer.Write<byte>("torch", memory.ToArray());
    }

    /// <inheritdoc/>
    public void Load(StateReader reader)
    {
        using var bytes = new BinaryReader(new MemoryStream(reader.ReadAll<byte>("torch")));
        try
        {
            _optimizer.load_state_dict(bytes);
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException or InvalidOperationException)
        {
            throw new CheckpointException($"The optimizer's state is of another optimizer or of another TorchSharp: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
