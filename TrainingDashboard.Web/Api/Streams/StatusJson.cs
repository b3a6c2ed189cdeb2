using System.Runtime.CompilerServices;
using System.Text.Json;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>A job's status object as JSON on one line, encoded once for all who stream it.</summary>
internal static class StatusJson
{
    private static readonly ConditionalWeakTable<Job, byte[]> s_encoded = [];

    /// <param name="job">The job.</param>
    /// <param name="waiting">What it waits for: of the few that do, each status is encoded anew.</param>
    public static ReadOnlyMemory<byte> Of(Job job, JobWaiting? waiting) => waiting is null
        ? s_encoded.GetValue(job, static job => Encode(JobSummary.Of(job)))
        : Encode(JobSummary.Of(job) with { Waiting = waiting });

    private static byte[] Encode(JobSummary job) => JsonSerializer.SerializeToUtf8Bytes(ArticleStatus.Of(job), FeedJson.Options);
}
