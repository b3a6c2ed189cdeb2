using TorchSharp;

namespace TrainingDashboard.Training.Trainers.Torch;

/// <summary>
/// Numbers for libtorch that live for good. TorchSharp makes a temporary of a plain number that is given to an operation and does
/// not keep it alive while the operation runs: a collection at that moment frees it under libtorch's hands, once in some thousand
/// steps. So operations here are given none: these, or some that are disposed of afterwards.
/// </summary>
internal static class Scalars
{
    public static Scalar One { get; } = 1f.ToScalar();

    public static Scalar NegativeInfinity { get; } = float.NegativeInfinity.ToScalar();
}
