using Microsoft.Extensions.Options;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>The section <c>Streams</c>: how long connections that stream may be silent or stand still.</summary>
internal sealed class StreamOptions
{
    public const string Section = "Streams";

    /// <summary>Silence after which a stream sends a sign of life, 0.1 to 3,600 seconds.</summary>
    public double HeartbeatSeconds { get; set; } = 15;

    /// <summary>How long a send may make no progress before its reader is closed, 0.5 to 3,600 seconds.</summary>
    public double StalledSeconds { get; set; } = 60;

    public TimeSpan Heartbeat => TimeSpan.FromSeconds(HeartbeatSeconds);

    public TimeSpan Stalled => TimeSpan.FromSeconds(StalledSeconds);

    /// <summary>One sentence for every setting out of range.</summary>
    public IEnumerable<string> Faults()
    {
        if (HeartbeatSeconds is not (>= 0.1 and <= 3_600))
            yield return $"{Section}:{nameof(HeartbeatSeconds)} must be 0.1 to 3600, not {HeartbeatSeconds}.";
        if (StalledSeconds is not (>= 0.5 and <= 3_600))
            yield return $"{Section}:{nameof(StalledSeconds)} must be 0.5 to 3600, not {StalledSeconds}.";
    }

    internal sealed class Validator : IValidateOptions<StreamOptions>
    {
        public ValidateOptionsResult Validate(string? name, StreamOptions options)
            => options.Faults().ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
