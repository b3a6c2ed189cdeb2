using System.ComponentModel;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>Asks a process of its own one question, which ends with the answer.</summary>
/// <param name="program">Starts it.</param>
/// <param name="memoryMegabytes">Memory for managed objects; 0 for as much as there is.</param>
internal sealed class OneShot(ChildProgram program, int memoryMegabytes)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="question">The frame to send.</param>
    /// <param name="broken">The answer where there is none: from why, as a sentence.</param>
    /// <param name="cancellationToken">Gives up, and ends the process.</param>
    /// <param name="longest">The longest answer that is taken, bytes.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<T> AskAsync<T>(FrameBuffer question, Func<string, T> broken, CancellationToken cancellationToken, int longest = int.MaxValue)
        where T : class
    {
        StartedChild child;
        try
        {
            child = program.Start(memoryMegabytes);
        }
        catch (Win32Exception e)
        {
            return broken($"Its process could not be started: {e.Message}");
        }

        using var process = child.Process;
        var said = new ChildOutput();
        said.Listen(process, _ => { });
        try
        {
            using var giveUp = cancellationToken.Register(child.End);
            var answer = await Task.Factory.StartNew(
                () => Ask<T>(child, question, longest), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (answer is not null)
                return answer;
            await process.WaitForExitAsync(cancellationToken);
            child.End();
            await said.Ended.WaitAsync(s_patience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            return broken(ChildExit.Describe(process.ExitCode, said, step: null).Reason!);
        }
        finally
        {
            await child.Input.DisposeAsync();
            await child.Output.DisposeAsync();
            child.End();
        }
    }

    /// <returns>Null where the process ended without an answer.</returns>
    private static T? Ask<T>(StartedChild child, FrameBuffer question, int longest)
        where T : class
    {
        try
        {
            question.End();
            child.Input.Write(question.Written);
            using var pipe = new BufferedStream(child.Output, FrameInput.BufferSize);
            var input = new FrameInput(pipe, longest);
            while (input.TryRead(out var kind, out var values))
            {
                if ((LoopFrame)kind == LoopFrame.Answer)
                    return values.ReadJson<T>();
            }
        }
        catch (IOException)
        {
            // It has ended; its exit code says more.
        }

        return null;
    }
}
