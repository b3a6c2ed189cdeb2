using System.Globalization;
using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Jobs;

/// <summary>When a job is to pause by itself, looked at after every batch.</summary>
/// <param name="When">What is watched.</param>
/// <param name="Above">The limit of <see cref="BreakpointKind.Loss"/> and <see cref="BreakpointKind.GradientNorm"/>.</param>
/// <param name="Epochs">The patience of <see cref="BreakpointKind.NoImprovement"/>, at least 1.</param>
/// <param name="Step">The batch after which <see cref="BreakpointKind.Step"/> pauses, at least 1.</param>
public sealed record Breakpoint(BreakpointKind When, double? Above = null, int? Epochs = null, long? Step = null)
{
    /// <summary>The most a job can have.</summary>
    public const int Maximum = 20;

    /// <inheritdoc/>
    public override string ToString() => When switch
    {
        BreakpointKind.Loss => string.Create(CultureInfo.InvariantCulture, $"loss > {Above:0.######}"),
        BreakpointKind.GradientNorm => string.Create(CultureInfo.InvariantCulture, $"gradient norm > {Above:0.######}"),
        BreakpointKind.NotFinite => "loss is not finite",
        BreakpointKind.NoImprovement => $"validation loss has not improved for {Epochs} {(Epochs == 1 ? "epoch" : "epochs")}",
        _ => $"step {Step}",
    };
}

/// <summary>What a breakpoint watches.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BreakpointKind>))]
public enum BreakpointKind
{
    /// <summary>The loss of a batch rises above a limit.</summary>
    [JsonStringEnumMemberName("loss")]
    Loss,

    /// <summary>The loss of a batch is NaN or infinite.</summary>
    [JsonStringEnumMemberName("notFinite")]
    NotFinite,

    /// <summary>The norm of a batch's gradient rises above a limit.</summary>
    [JsonStringEnumMemberName("gradientNorm")]
    GradientNorm,

    /// <summary>The validation loss has had no new minimum for some epochs.</summary>
    [JsonStringEnumMemberName("noImprovement")]
    NoImprovement,

    /// <summary>So many batches are done.</summary>
    [JsonStringEnumMemberName("step")]
    Step,
}
