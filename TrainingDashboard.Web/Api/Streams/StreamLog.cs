using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>What there is to say of streams.</summary>
internal static partial class StreamLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed a {Transport} of job {Job}: the client took nothing for {Seconds} seconds.")]
    public static partial void LogStalled(this ILogger logger, string transport, JobId job, double seconds);
}
