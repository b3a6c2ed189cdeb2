using TrainingDashboard.Training.Execution;

namespace TrainingDashboard.Tests.Execution;

public sealed class SpeedMeterTests
{
    private readonly SpeedMeter _meter = new();

    [Fact]
    public void Sample_OverTheLastSeconds_IsStepsPerSecond()
    {
        Assert.Null(Sample(0, 0));
        Assert.Equal(100, Sample(1, 100));
        Assert.Equal(150, Sample(2, 300));
        Assert.Equal(300, Sample(10, 2_700));
    }

    [Fact]
    public void Sample_WhereAResumedLoopStandsFurtherBack_BeginsAnew()
    {
        Sample(0, 250);

        Assert.Null(Sample(1, 130));
        Assert.Equal(200, Sample(2, 330));
    }

    private double? Sample(double seconds, long step) => _meter.Sample(TimeSpan.FromSeconds(seconds), step);
}
