using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Plugins;

/// <summary>Finds out what a plug-in has, by running some of it: in a process of its own where jobs have theirs.</summary>
internal static class PluginReader
{
    /// <summary>How long a plug-in may take to say what it has.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The most that all trainers of a plug-in may say of themselves, bytes of JSON.</summary>
    public const int LargestAnswer = 256 * 1024;

    private const int MostTrainers = 50;
    private const int LongestFault = 500;

    /// <summary>What is said of one that does not answer in time.</summary>
    public static PluginContent TooLate { get; } = PluginContent.Broken(
        $"It did not say within {Patience.TotalSeconds:0} s what it has: the constructor of a trainer, its Description or a static field waits for something or computes too long.");

    /// <summary>Reads one in this process, on a thread of its own, which is left alone where it does not come to an end.</summary>
    public static PluginContent ReadHere(string file)
    {
        var reading = Task.Factory.StartNew(() => Read(file), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return reading.Wait(Patience) ? reading.Result : TooLate;
    }

    /// <summary>Reads one; what is wrong with it is part of the answer.</summary>
    public static PluginContent Read(string file)
    {
        Type? at = null;
        try
        {
            var types = PluginContext.Load(file).GetTypes().Where(type => type.IsPublic && TrainerClass.CanMake(type)).ToArray();
            if (types.Length == 0)
                return PluginContent.Broken("It has no public class that implements ITrainer and has a public constructor without parameters.");
            if (types.Length > MostTrainers)
                return PluginContent.Broken($"It has {types.Length} trainers; at most {MostTrainers} are allowed.");
            var trainers = new List<PluginContent.Trainer>();
            foreach (var type in types)
            {
                at = type;
                var description = TrainerClass.Make(type).Description;
                if (DescriptionCheck.FaultOf(description) is { } fault)
                    return PluginContent.Broken($"{type.FullName}: {fault}");
                trainers.Add(new PluginContent.Trainer(type.FullName!, description));
            }

            var content = new PluginContent(trainers, null);
            var bytes = JsonSerializer.SerializeToUtf8Bytes(content, FeedJson.Options).Length;
            return bytes <= LargestAnswer
                ? content
                : PluginContent.Broken($"What its trainers say of themselves takes {bytes:N0} bytes as JSON; at most {LargestAnswer:N0} are allowed.");
        }
        catch (ReflectionTypeLoadException e)
        {
            return PluginContent.Broken(Cut(Sentence(e.LoaderExceptions.FirstOrDefault(inner => inner is not null) ?? e, at)));
        }
        catch (Exception e)
        {
            return PluginContent.Broken(Cut(Sentence(e, at)));
        }
    }

    /// <summary>A fault with no more than people read.</summary>
    public static string Cut(string fault) => fault.Length <= LongestFault ? fault : fault[..LongestFault] + "…";

    private static string Sentence(Exception fault, Type? at) => fault switch
    {
        FileNotFoundException { FileName: { } missing } when at is null || missing.Contains("Version=", StringComparison.Ordinal)
            => $"It needs {missing.Split(',')[0]}, which is not beside it.",
        FileLoadException { FileName: { } missing } => $"It needs {missing}, of which another version is there.",
        BadImageFormatException => "It is no .NET assembly for this runtime.",
        TypeLoadException or MissingMethodException => $"It was built for another version of the dashboard: {fault.Message}",
        TypeInitializationException { InnerException: { } inner } => Sentence(inner, at),
        _ when at is not null => $"{at.FullName} cannot be made or asked for its Description: {fault.GetType().Name}: {fault.Message}{Place(fault)}",
        _ => $"{fault.GetType().Name}: {fault.Message}",
    };

    // Where the author has to look: a message such as that of a null reference says nothing by itself.
    private static string Place(Exception fault)
    {
        if (new StackTrace(fault, fNeedFileInfo: true).GetFrame(0) is not { } frame || frame.GetMethod() is not { } method)
            return "";
        var line = frame.GetFileName() is { } file && frame.GetFileLineNumber() > 0 ? $", {Path.GetFileName(file)} line {frame.GetFileLineNumber()}" : "";
        return $" (in {method.DeclaringType?.Name}.{method.Name.TrimStart('.')}{line})";
    }
}
