using TrainingDashboard.Training.Plugins;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>Finds out what plug-ins have in processes of their own, so that a broken one breaks nothing else.</summary>
internal static class PluginChildren
{
    /// <summary>Reads one.</summary>
    public static PluginContent Read(OneShot processes, string file)
    {
        using var patience = new CancellationTokenSource(PluginReader.Patience);
        try
        {
            var question = new FrameBuffer().Begin((byte)WorkerFrame.Describe).Write(file);
            return processes.AskAsync(question, PluginContent.Broken, patience.Token, longest: 2 * PluginReader.LargestAnswer).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return PluginReader.TooLate;
        }
    }
}
