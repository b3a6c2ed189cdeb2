namespace TrainingDashboard.Tests.Trainers;

/// <summary>Holds two runs of a loop against each other, bit for bit.</summary>
internal static class SameBits
{
    /// <summary>Fails unless the steps after one, and the last validations, are the same.</summary>
    public static void Check(Recorder expected, Recorder actual, long after)
    {
        Assert.Equal(expected.Steps.Keys.Where(step => step > after), actual.Steps.Keys);
        foreach (var (step, report) in actual.Steps)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Steps[step].Loss), BitConverter.DoubleToInt64Bits(report.Loss));
            Assert.Equal(expected.Steps[step], report);
        }

        Assert.Equal(
            expected.Validations.TakeLast(actual.Validations.Count).Select(v => v.Loss), actual.Validations.Select(v => v.Loss));
    }
}
