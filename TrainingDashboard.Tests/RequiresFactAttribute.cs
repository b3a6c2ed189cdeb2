namespace TrainingDashboard.Tests;

/// <summary>
/// A test that needs something which not every machine has: skipped there with the reason, unless everything must run.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RequiresFactAttribute : FactAttribute
{
    // ./test sets it in CI: what is missing there is a fault.
    private static readonly bool s_requireAll = Environment.GetEnvironmentVariable("TRAININGDASHBOARD_REQUIRE_ALL") == "1";

    /// <param name="isThere">Whether this machine has it.</param>
    /// <param name="reason">What is missing.</param>
    protected RequiresFactAttribute(bool isThere, string reason)
    {
        if (!isThere && !s_requireAll)
            Skip = reason;
    }
}
