using TrainingDashboard.Tests.Data;
using TrainingDashboard.Training.Trainers.Cnn;
using TrainingDashboard.Training.Trainers.Mlp;

namespace TrainingDashboard.Tests.Trainers;

/// <summary>Default hyperparameters on real data, judged by the held-out fifth.</summary>
public sealed class AccuracyTests
{
    [SharedDataFact]
    public void Mlp_OnIris_ReachesNinetyThreePercent()
        => Assert.True(Runs.Run(new MlpTrainer(), RealData.Table("iris.csv")).Validations[^1].Accuracy >= 0.93);

    [SharedDataFact]
    public void Mlp_OnBanknotes_ReachesNinetyNinePercent()
        => Assert.True(Runs.Run(new MlpTrainer(), RealData.Table("banknote.csv")).Validations[^1].Accuracy >= 0.99);

    [SharedDataFact]
    public void Mlp_OnMnist_ReachesNinetyFourPercent()
        => Assert.True(Runs.Run(new MlpTrainer(), RealData.Mnist(), epochs: 10).Validations[^1].Accuracy >= 0.94);

    [SharedDataFact]
    public void Cnn_OnMnist_ReachesNinetySevenPercent()
        => Assert.True(Runs.Run(new CnnTrainer(), RealData.Mnist(), epochs: 3).Validations[^1].Accuracy >= 0.97);
}
