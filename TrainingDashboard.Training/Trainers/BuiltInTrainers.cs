using TrainingDashboard.Training.Trainers.Cnn;
using TrainingDashboard.Training.Trainers.Mlp;
#if TORCHSHARP
using TrainingDashboard.Training.Trainers.Torch.Cnn;
using TrainingDashboard.Training.Trainers.Torch.Gpt;
using TrainingDashboard.Training.Trainers.Torch.Mlp;
#endif

namespace TrainingDashboard.Training.Trainers;

/// <summary>The trainers that come with the program.</summary>
public static class BuiltInTrainers
{
    /// <summary>Whether those that need TorchSharp are among them.</summary>
    public static bool HasTorch =>
#if TORCHSHARP
        true;
#else
        false;
#endif

    /// <summary>One instance of each, the default first.</summary>
    public static IReadOnlyList<ITrainer> All { get; } =
    [
        new MlpTrainer(),
        new CnnTrainer(),
#if TORCHSHARP
        new TorchMlpTrainer(),
        new TorchCnnTrainer(),
        new TorchGptTrainer(),
#endif
    ];
}
