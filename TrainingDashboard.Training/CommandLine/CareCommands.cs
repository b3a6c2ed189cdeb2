using System.CommandLine;
using TrainingDashboard.Training.Care;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>What <c>doctor</c> does about what it found. Only while no dashboard has the folder.</summary>
internal static class CareCommands
{
    public static Command Adopt(Func<ParseResult, Workshop> open) => Create(
        "adopt",
        "Make the job again that checkpoints are of; it is parked at the newest one.",
        open,
        async (mending, name, token) =>
        {
            var job = await mending.AdoptAsync(name, token);
            return $"Job #{job.Number} is parked at step {job.Progress.Step}. {job.Reason}";
        });

    public static Command Keep(Func<ParseResult, Workshop> open) => Create(
        "keep", "Put it into the folder orphans.", open, async (mending, name, token) => $"It is kept as {await mending.KeepAsync(name, token)}.");

    public static Command Remove(Func<ParseResult, Workshop> open) => Create(
        "remove",
        "Delete it for good.",
        open,
        async (mending, name, token) =>
        {
            await mending.RemoveAsync(name, token);
            return $"{name} is removed.";
        });

    private static Command Create(
        string word, string description, Func<ParseResult, Workshop> open, Func<StorageMending, string, CancellationToken, Task<string>> act)
    {
        var name = new Argument<string>("name") { Description = "As doctor lists it." };
        var command = new Command(word, description) { name };
        command.SetAction(async (parsed, token) =>
        {
            await using var workshop = open(parsed);
            await Console.Out.WriteLineAsync(await act(workshop.Get<StorageMending>(), parsed.GetValue(name)!, token));
            return ExitCode.Done;
        });
        return command;
    }
}
