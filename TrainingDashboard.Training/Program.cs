using TrainingDashboard.Training.Execution.Children;

namespace TrainingDashboard.Training;

/// <summary>The process that a job's loop runs in; the dashboard starts it.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is [ChildMain.Word, var input, var output])
            return ChildMain.Run(input, output);
        Console.Error.WriteLine("This program is started by the dashboard, which is TrainingDashboard.Web.");
        return 2;
    }
}
