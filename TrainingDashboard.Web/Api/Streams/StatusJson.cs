using System.Runtime.CompilerServices;
using System.Text.Json;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Streams;

/// <summary>A job's status object as JSON on one line, encoded once for all who stream it.</summary>
internal static class StatusJson
{
    private static readonly ConditionalWeakTable<Job, byte[]> s_encoded = [];

    public static ReadOnlyMemory<byte> Of(Job job) => s_encoded.GetValue(
        job, static job => JsonSerializer.SerializeToUtf8Bytes(ArticleStatus.Of(JobSummary.Of(job)), FeedJson.Options));
}
