using TrainingDashboard.Training.Plugins;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>Finds out what plug-ins have in processes of their own, so that a broken one breaks nothing else.</summary>
internal static class PluginChildren
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Reads one.</summary>
    public static PluginContent Read(OneShot processes, string file)
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            return processes.AskAsync(new FrameBuffer().Begin((byte)WorkerFrame.Describe).Write(file), PluginContent.Broken, patience.Token)
                .GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return PluginContent.Broken($"It did not say within {s_patience.TotalSeconds:0} s what it has.");
        }
    }
}
