using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Trainers.Supervised;

/// <summary>What a trainer demands of a dataset before it begins.</summary>
internal static class Requirements
{
    /// <summary>Refuses a dataset of a kind that the trainer does not accept.</summary>
    /// <exception cref="InvalidInputException">Says which kinds it accepts.</exception>
    public static void Kind(TrainerDescription trainer, Dataset dataset)
    {
        if (!trainer.Accepts.Contains(dataset.Kind))
        {
            throw new InvalidInputException("dataset",
                $"The trainer '{trainer.Name}' accepts {Join(trainer.Accepts)}; this dataset is of the kind {Word(dataset.Kind)}.");
        }
    }

    /// <summary>Refuses what the network cannot take after the dataset was prepared.</summary>
    /// <exception cref="InvalidInputException">With the message, if the condition is not met.</exception>
    public static void That(bool condition, string message)
    {
        if (!condition)
            throw new InvalidInputException("dataset", message);
    }

    private static string Join(IEnumerable<DatasetKind> kinds) => string.Join(" and ", kinds.Select(Word));

    private static string Word(DatasetKind kind) => kind switch
    {
        DatasetKind.Table => "table",
        DatasetKind.Images => "images",
        DatasetKind.Text => "text",
        _ => kind.ToString(),
    };
}
