using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Benchmarks.Storage;

/// <summary>What one run of keeping points took.</summary>
/// <param name="Points">How many were kept.</param>
/// <param name="CoreSeconds">Processor time of the process, user and system, the last checkpoint of the WAL included.</param>
/// <param name="Bytes">The file's length afterwards.</param>
/// <param name="PyramidBytes">How much of it the pyramids are.</param>
internal sealed record Ingest(long Points, double CoreSeconds, long Bytes, long PyramidBytes)
{
    public double PointsPerCoreSecond => Points / CoreSeconds;

    public double BytesPerPoint => (double)Bytes / Points;

    public double BytesWithoutPyramid => (double)(Bytes - PyramidBytes) / Points;
}

/// <summary>Takes the result of a run.</summary>
internal static class IngestResults
{
    /// <exception cref="InvalidOperationException">Not every point is there.</exception>
    public static async Task<Ingest> ResultAsync(this StoredJobs jobs, JobFeed feed, TimeSpan processorBefore, long points)
    {
        jobs.CheckpointWal();
        var seconds = (Environment.CpuUsage.TotalTime - processorBefore).TotalSeconds;
        var (all, pyramids) = jobs.Measure();
        var stored = (await jobs.Series.ListAsync(feed.Job.Id, default)).Sum(series => series.Count);
        return stored == points
            ? new Ingest(points, seconds, all, pyramids)
            : throw new InvalidOperationException($"{stored} points are stored instead of {points}.");
    }
}
