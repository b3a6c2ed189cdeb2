using TrainingDashboard.Training.CommandLine;
using TrainingDashboard.Training.Execution.Children;

namespace TrainingDashboard.Training;

/// <summary>The process that a job's loop runs in, and training without a browser.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
        => args is [ChildMain.Word, var input, var output] ? ChildMain.Run(input, output) : await CommandTree.RunAsync(args);
}
