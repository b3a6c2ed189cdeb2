using System.CommandLine;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Control;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>What <c>doctor</c> does about what it found. Only while no dashboard has the folder.</summary>
internal static class CareCommands
{
    public static Command Adopt(Func<ParseResult, Workshop> open)
    {
        var trainer = new Option<string?>("--trainer") { Description = "Its trainer, where that does not stand beside the checkpoints." };
        var data = new Option<string?>("--data") { Description = "The same for its dataset." };
        var epochs = new Option<int?>("--epochs") { Description = "The same for its passes over the training part." };
        var seed = new Option<long?>("--seed") { Description = "The same for its seed." };
        var set = new Option<string[]>("--set")
        {
            Description = "The same for a hyperparameter, name=value; may be given several times.", DefaultValueFactory = _ => [],
        };
        var command = Create(
            "adopt",
            "Make the job again that checkpoints are of; it is parked at the newest one.",
            open,
            async (mending, parsed, name, token) =>
            {
                var said = new StartRequest
                {
                    Trainer = parsed.GetValue(trainer),
                    Dataset = parsed.GetValue(data),
                    Epochs = parsed.GetValue(epochs),
                    Seed = parsed.GetValue(seed),
                    Hyperparameters = TrainCommand.Values(parsed.GetValue(set) ?? []),
                };
                var job = await mending.AdoptAsync(name, said, token);
                return $"Job #{job.Number} is parked at step {job.Progress.Step}. {job.Reason}";
            });
        foreach (var option in new Option[] { trainer, data, epochs, seed, set })
            command.Options.Add(option);
        return command;
    }

    public static Command Keep(Func<ParseResult, Workshop> open) => Create(
        "keep", "Put it into the folder orphans.", open, async (mending, _, name, token) => $"It is kept as {await mending.KeepAsync(name, token)}.");

    public static Command Remove(Func<ParseResult, Workshop> open) => Create(
        "remove",
        "Delete it for good.",
        open,
        async (mending, _, name, token) =>
        {
            await mending.RemoveAsync(name, token);
            return $"{name} is removed.";
        });

    private static Command Create(
        string word, string description, Func<ParseResult, Workshop> open, Func<StorageMending, ParseResult, string, CancellationToken, Task<string>> act)
    {
        var name = new Argument<string>("name") { Description = "As doctor lists it." };
        var command = new Command(word, description) { name };
        command.SetAction(async (parsed, token) =>
        {
            await using var workshop = open(parsed);
            await Console.Out.WriteLineAsync(await act(workshop.Get<StorageMending>(), parsed, parsed.GetValue(name)!, token));
            return ExitCode.Done;
        });
        return command;
    }
}
