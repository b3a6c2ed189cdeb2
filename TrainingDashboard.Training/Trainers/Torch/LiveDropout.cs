using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch;

/// <summary>Dropout whose probability is read at each mini-batch, as it may change while the job runs.</summary>
internal sealed class LiveDropout(HyperparameterValues settings) : torch.nn.Module<Tensor, Tensor>("dropout")
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
        => training && settings.Real("dropout") is > 0 and var probability ? torch.nn.functional.dropout(input, probability, training: true) : input.alias();
}
