using System.Reflection;
using System.Text.RegularExpressions;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Plugins;

/// <summary>Finds out what a plug-in has, by running some of it: in a process of its own where jobs have theirs.</summary>
internal static partial class PluginReader
{
    /// <summary>Reads one; what is wrong with it is part of the answer.</summary>
    public static PluginContent Read(string file)
    {
        try
        {
            var types = PluginContext.Load(file).GetTypes().Where(type => type.IsPublic && TrainerClass.CanMake(type)).ToArray();
            if (types.Length == 0)
                return PluginContent.Broken("It has no public class that implements ITrainer and has a public constructor without parameters.");
            var trainers = new List<PluginContent.Trainer>();
            foreach (var type in types)
            {
                var description = TrainerClass.Make(type).Description;
                if (FaultOf(description) is { } fault)
                    return PluginContent.Broken($"{type.FullName}: {fault}");
                trainers.Add(new PluginContent.Trainer(type.FullName!, description));
            }

            return new PluginContent(trainers, null);
        }
        catch (ReflectionTypeLoadException e)
        {
            return PluginContent.Broken(Sentence(e.LoaderExceptions.FirstOrDefault(inner => inner is not null) ?? e));
        }
        catch (Exception e)
        {
            return PluginContent.Broken(Sentence(e));
        }
    }

    private static string Sentence(Exception fault) => fault switch
    {
        FileNotFoundException { FileName: { } missing } => $"It needs {missing.Split(',')[0]}, which is not beside it.",
        FileLoadException { FileName: { } missing } => $"It needs {missing}, of which another version is there.",
        BadImageFormatException => "It is no .NET assembly for this runtime.",
        TypeLoadException or MissingMethodException => $"It was built for another version of the dashboard: {fault.Message}",
        _ => $"{fault.GetType().Name}: {fault.Message}",
    };

    private static string? FaultOf(TrainerDescription? description)
    {
        if (description is null)
            return "Its Description is null.";
        if (!Name().IsMatch(description.Name))
            return $"Its name must be 1 to 40 lower-case letters, digits and dashes, not '{description.Name}'.";
        if (description.DefaultEpochs < 1)
            return $"Its DefaultEpochs must be at least 1, not {description.DefaultEpochs}.";
        if (description.Accepts.Count == 0)
            return "It accepts no kind of dataset.";
        if (description.Hyperparameters.GroupBy(h => h.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"It has two hyperparameters named '{twice.Key}'.";
        return null;
    }

    [GeneratedRegex("^[a-z0-9-]{1,40}$")]
    private static partial Regex Name();
}
