using TrainingDashboard.Training.Jobs;
using static TrainingDashboard.Training.Jobs.JobStatus;

namespace TrainingDashboard.Tests.Jobs;

public sealed class JobStatusMovesTests
{
    private static readonly (JobStatus From, JobStatus[] To)[] s_legal =
    [
        (Queued, [Running, Parked, Cancelled, Failed]),
        (Running, [Paused, Parked, Stopping, Completed, Failed, Interrupted]),
        (Paused, [Running, Parked, Stopping, Failed, Interrupted]),
        (Parked, [Queued, Cancelled]),
        (Stopping, [Cancelled, Completed, Failed, Interrupted]),
        (Interrupted, [Running, Queued, Parked, Cancelled, Failed]),
        (Completed, []),
        (Failed, []),
        (Cancelled, []),
    ];

    public static TheoryData<JobStatus, JobStatus, bool> Moves()
    {
        var data = new TheoryData<JobStatus, JobStatus, bool>();
        foreach (var (from, legal) in s_legal)
        {
            foreach (var to in Enum.GetValues<JobStatus>())
                data.Add(from, to, legal.Contains(to));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Move_IsLegalExactlyWhereTheTableSaysSo(JobStatus from, JobStatus to, bool legal)
    {
        var job = A.Job with { Status = from };

        Assert.Equal(legal, from.CanMoveTo(to));
        if (legal)
            Assert.Equal(to, job.MoveTo(to, "because", DateTimeOffset.UnixEpoch).Status);
        else
            Assert.Throws<InvalidOperationException>(() => job.MoveTo(to, "because", DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Table_CoversEveryStatus()
        => Assert.Equal(Enum.GetValues<JobStatus>().Order(), s_legal.Select(m => m.From).Order());

    [Theory]
    [InlineData(Completed, true)]
    [InlineData(Failed, true)]
    [InlineData(Cancelled, true)]
    [InlineData(Interrupted, false)]
    [InlineData(Stopping, false)]
    public void Final_IsWhatNothingCanFollow(JobStatus status, bool final) => Assert.Equal(final, status.IsFinal());

    [Fact]
    public void MoveTo_KeepsTheFirstStartAndSetsTheEnd()
    {
        var first = DateTimeOffset.UnixEpoch;
        var ended = A.Job.MoveTo(Running, null, first)
            .MoveTo(Interrupted, null, first.AddSeconds(1))
            .MoveTo(Running, null, first.AddSeconds(2))
            .MoveTo(Completed, null, first.AddSeconds(3));

        Assert.Equal((first, first.AddSeconds(3)), (ended.StartedAt, ended.CompletedAt));
    }
}
