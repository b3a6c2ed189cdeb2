using TrainingDashboard.Training.Execution.Children;

namespace TrainingDashboard.Tests.Execution;

public sealed class ChildEnvironmentTests
{
    [Fact]
    public void Reduce_LeavesWhatNumericLibrariesAreToldAndWhatIsNamed()
    {
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = "p", ["DNNL_MAX_CPU_ISA"] = "ALL", ["OMP_NUM_THREADS"] = "2", ["SECRET_TOKEN"] = "s", ["MINE_A"] = "a", ["ConnectionStrings__Db"] = "c",
        };

        ChildEnvironment.Reduce(environment, ["MINE_*"]);

        Assert.Equal(["DNNL_MAX_CPU_ISA", "MINE_A", "OMP_NUM_THREADS", "PATH"], environment.Keys.Order(StringComparer.Ordinal));
    }
}
