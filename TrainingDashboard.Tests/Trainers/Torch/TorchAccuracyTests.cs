using TrainingDashboard.Tests.Data;
using TrainingDashboard.Training.Trainers.Torch.Cnn;
using TrainingDashboard.Training.Trainers.Torch.Mlp;

namespace TrainingDashboard.Tests.Trainers.Torch;

/// <summary>Default hyperparameters on real data, judged by the held-out fifth.</summary>
[Collection(LibTorchCollection.Name)]
public sealed class TorchAccuracyTests
{
    [SharedDataFact]
    public void Mlp_OnBanknotes_ReachesNinetyNinePercent()
        => Assert.True(Runs.Run(new TorchMlpTrainer(), RealData.Table("banknote.csv")).Validations[^1].Accuracy >= 0.99);

    [SharedDataFact]
    public void Cnn_OnMnist_ReachesNinetyEightPercent()
        => Assert.True(Runs.Run(new TorchCnnTrainer(), RealData.Mnist()).Validations[^1].Accuracy >= 0.98);
}
