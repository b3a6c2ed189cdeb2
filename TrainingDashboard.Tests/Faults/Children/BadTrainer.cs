using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Faults.Children;

/// <summary>A trainer that does ten good steps and then what no trainer should. Made without arguments, so that it can run in a job's own process.</summary>
public sealed class BadTrainer : ITrainer
{
    /// <summary>Good steps.</summary>
    public const int Steps = 10;

    private static bool s_hasLeft;

    public TrainerDescription Description { get; } = new(
        "bad",
        "Bad",
        "Ends badly.",
        [DatasetKind.Table],
        DefaultEpochs: 1,
        [new ChoiceHyperparameter("how", "How", "What it does.", "throw", ["throw", "failFast", "exit", "abort", "segfault", "overflow", "unhandled", "kill", "spin", "hoard", "talk", "setUp", "killAgain", "flood", "leave", "environment"])]);

    /// <summary>What a job of a seed leaves for its next attempt, which has no checkpoint to go on from.</summary>
    public static string Mark(long seed) => Path.Combine(Path.GetTempPath(), $"bad-trainer-{seed}");

    public void Train(TrainingContext context)
    {
        if (context.Hyperparameters.Choice("how") == "setUp" && context.Step > 0)
            abort();
        if (context.Hyperparameters.Choice("how") == "killAgain" && File.Exists(Mark(context.Seed)))
            Process.GetCurrentProcess().Kill();
        foreach (var _ in context.EpochsToRun())
        {
            foreach (var rows in context.Batches([.. Enumerable.Range(0, Steps)], 1))
                context.Report(new StepReport(rows.Span[0], null, 0.1, 1, 1));
            Misbehave(context);
        }
    }

    private static void Misbehave(TrainingContext context)
    {
        switch (context.Hyperparameters.Choice("how"))
        {
            case "throw":
                throw new InvalidDataException("as a test wanted");
            case "failFast":
                Environment.FailFast("a native library gave up");
                break;
            case "exit":
                Environment.Exit(3);
                break;
            case "abort":
                abort();
                break;
            case "segfault":
                _ = strlen(0xdead0000);
                break;
            case "overflow":
                Overflow(0);
                break;
            case "unhandled":
                new Thread(() => throw new InvalidOperationException("on a thread of its own")).Start();
                Thread.Sleep(Timeout.Infinite);
                break;
            case "killAgain":
                File.WriteAllText(Mark(context.Seed), "");
                goto case "kill";
            case "kill":
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
                break;
            case "spin":
                context.Log("spins");
                while (true)
                    Thread.SpinWait(1_000);
            case "hoard":
                var hoard = new List<byte[]>();
                while (true)
                {
                    hoard.Add(GC.AllocateUninitializedArray<byte>(1 << 20));
                    hoard[^1].AsSpan().Fill(1);
                }

            case "flood":
                // Three hundred megabytes, and no end of a line.
                var piece = new string('x', 1 << 20);
                for (var written = 0; written < 300; written++)
                    Console.Write(piece);
                break;
            case "environment":
                foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
                    Console.WriteLine($"{variable.Key}={variable.Value}");
                break;
            case "leave":
                if (s_hasLeft)
                    break;
                s_hasLeft = true;
                // Out of the process's tree, with its pipes in hand.
                using (var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "(sleep 7654.25 &) ; (setsid sleep 7654.5 &)"]))!)
                    shell.WaitForExit();
                break;
            case "talk":
                for (var line = 1; line <= 300; line++)
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"complaint {line}"));
                Console.WriteLine("and good bye");
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Overflow(int depth) => Overflow(depth + 1) + 1;

#pragma warning disable SYSLIB1054, IDE1006 // the C library's own names
    [DllImport("libc")]
    private static extern void abort();

    [DllImport("libc")]
    private static extern nuint strlen(nuint text);
#pragma warning restore SYSLIB1054, IDE1006
}
