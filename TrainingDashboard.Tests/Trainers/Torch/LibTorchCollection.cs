namespace TrainingDashboard.Tests.Trainers.Torch;

/// <summary>Tests of libtorch run one after another: its generator and its threads are the whole process's.</summary>
[CollectionDefinition(Name)]
public sealed class LibTorchCollection
{
    public const string Name = "libtorch";
}
