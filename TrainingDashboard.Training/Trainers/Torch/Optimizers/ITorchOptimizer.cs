using TorchSharp;
using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Training.Trainers.Torch.Optimizers;

/// <summary>
/// Moves a network's parameters along their gradient, by the formulas and hyperparameters of the built-in trainers' optimizers.
/// What it keeps in a checkpoint is theirs too, whatever device it was made on.
/// </summary>
internal interface ITorchOptimizer : ITrainingState, IDisposable
{
    /// <summary>One that is fit for where the network is.</summary>
    static ITorchOptimizer Create(HyperparameterValues settings, TorchNetwork network, torch.Device device)
        => device.type == DeviceType.CPU ? new HostOptimizer(settings, network) : new DeviceOptimizer(settings, network);

    /// <summary>Moves the parameters, with the hyperparameters as they stand.</summary>
    void Step(HyperparameterValues settings, double rate);
}
