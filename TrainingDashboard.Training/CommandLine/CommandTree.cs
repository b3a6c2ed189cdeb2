using System.CommandLine;
using System.IO.Pipelines;
using System.Text.Json;
using Spectre.Console;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Execution;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>Training without a browser: the commands, their options, and what each does.</summary>
internal static class CommandTree
{
    private const string Caller = "the command line";

    // Lines of a file are not folded.
    private const int FileWidth = 500;
    private static readonly Option<string?> s_storage = new("--storage")
    {
        Description = "The storage folder; by default the dashboard's own, TrainingDashboard.Web/data, or data.", Recursive = true,
    };

    private static readonly Option<string?> s_files = new("--data-directory") { Description = "A folder of files that datasets are registered from.", Recursive = true };
    private static readonly Option<bool> s_json = new("--json") { Description = "One JSON object a line, for programs.", Recursive = true };

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code: <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            var profile = AnsiConsole.Profile;
            (profile.Capabilities.Ansi, profile.Capabilities.ColorSystem, profile.Width) = (false, ColorSystem.NoColors, FileWidth);
        }

        try
        {
            var parsed = Create().Parse(args);
            // Ctrl-C is the commands' own matter: a job is parked first.
            var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCode.Refused : code;
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return ExitCode.Refused;
        }
    }

    private static RootCommand Create() => new("Trains, lists and exports in a dashboard's storage, without the dashboard.")
    {
        s_storage, s_files, s_json, Train(), Resume(), List(), Show(), Stop(), Export(), Datasets(), Examine(), Verify(),
    };

    private static Command Train()
    {
        var trainer = new Option<string?>("--trainer") { Description = "The trainer; by default mlp." };
        var data = new Option<string?>("--data") { Description = "The dataset; by default a generated one that the trainer takes." };
        var epochs = new Option<int?>("--epochs") { Description = "Passes over the training part." };
        var seed = new Option<long?>("--seed") { Description = "Where all randomness comes from." };
        var name = new Option<string?>("--name") { Description = "What to call the job." };
        var threads = new Option<int?>("--threads") { Description = "Threads the job may keep busy." };
        var set = new Option<string[]>("--set") { Description = "A hyperparameter, name=value; may be given several times.", DefaultValueFactory = _ => [] };
        var command = new Command("train", "Train a job in this terminal. Ctrl-C parks it.") { trainer, data, epochs, seed, name, threads, set };
        command.SetAction(async (parsed, _) =>
        {
            await using var workshop = Alone(parsed, parsed.GetValue(threads));
            using var display = Display(parsed);
            return await new TrainCommand(workshop, display).StartAsync(new StartRequest
            {
                Trainer = parsed.GetValue(trainer),
                Dataset = parsed.GetValue(data),
                Epochs = parsed.GetValue(epochs),
                Seed = parsed.GetValue(seed),
                Name = parsed.GetValue(name),
                Hyperparameters = TrainCommand.Values(parsed.GetValue(set) ?? []),
            });
        });
        return command;
    }

    private static Command Resume()
    {
        var job = JobArgument();
        var threads = new Option<int?>("--threads") { Description = "Threads the job may keep busy." };
        var command = new Command("resume", "Go on with a job that does not run, in this terminal. Ctrl-C parks it.") { job, threads };
        command.SetAction(async (parsed, token) =>
        {
            await using var workshop = Alone(parsed, parsed.GetValue(threads));
            using var display = Display(parsed);
            return await new TrainCommand(workshop, display).ResumeAsync(await workshop.JobAsync(parsed.GetValue(job)!, token));
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List jobs, newest first.");
        command.SetAction(async (parsed, token) =>
        {
            await using var workshop = Reading(parsed);
            var jobs = (await workshop.Get<IJobStore>().ListAsync(token)).OrderByDescending(job => job.Number).ToArray();
            var (listed, isDashboardThere) = await WaitingJobs.OfAsync(Workshop.PathOf(parsed.GetValue(s_storage)), jobs, token);
            if (parsed.GetValue(s_json))
                WriteLines(listed);
            else
                WriteJobs(listed, isDashboardThere);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var job = JobArgument();
        var command = new Command("show", "Show a job: what it was started with, how it stands, its series and the end of its log.") { job };
        command.SetAction(async (parsed, token) =>
        {
            await using var workshop = Reading(parsed);
            var found = await workshop.JobAsync(parsed.GetValue(job)!, token);
            var series = await workshop.Get<ISeriesStore>().ListAsync(found.Id, token);
            var snapshot = await workshop.Get<JobFeeds>().Open(found).SnapshotAsync(token);
            var (summary, isDashboardThere) = await WaitingJobs.OfAsync(Workshop.PathOf(parsed.GetValue(s_storage)), [found], token);
            if (parsed.GetValue(s_json))
            {
                WriteLines([new { job = summary[0], spec = found.Spec, series, log = snapshot.Log }]);
                return ExitCode.Done;
            }

            WriteJobs(summary, isDashboardThere);
            AnsiConsole.Write(Tables.Facts(
            [
                ("trainer", found.Spec.Trainer), ("dataset", found.Spec.Dataset), ("seed", $"{found.Spec.Seed}"),
                .. found.Reason is { } reason ? [("reason", reason)] : Array.Empty<(string, string)>(),
                .. found.Spec.Hyperparameters.Select(value => (value.Key, value.Value.ToString())),
                .. series.Select(one => (one.Name, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{one.Count} points, the last {one.Last:G6} at step {one.LastStep}"))),
                .. snapshot.Log.TakeLast(10).Select(line => ("log", line.Text)),
            ]));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Stop()
    {
        var job = JobArgument();
        var command = new Command("stop", "Stop a job, also one that a dashboard runs.") { job };
        command.SetAction(async (parsed, token) =>
        {
            var (workshop, isAlone) = AloneOrReading(parsed);
            await using var open = workshop;
            var found = await workshop.JobAsync(parsed.GetValue(job)!, token);
            if (!isAlone)
            {
                using var dashboard = RunningDashboard.Of(Workshop.PathOf(parsed.GetValue(s_storage)));
                await dashboard.StopAsync(found.Id, token);
                Console.Out.WriteLine($"Job #{found.Number} is {(await workshop.JobAsync(found.Id.ToString(), token)).Status.ToWord()}.");
                return ExitCode.Done;
            }

            if (found.Status.IsHeld())
                await workshop.Get<JobFeeds>().Open(found).UpdateAsync(j => JobUpdate.Move(j, JobStatus.Interrupted, "Whoever ran the job has gone.", TimeProvider.System.GetUtcNow()), token);
            var receipt = await workshop.Get<JobControl>().SendAsync(found.Id, CommandAction.Stop, Caller, token);
            if (receipt.State == ReceiptState.Refused)
                throw new RefusedException(receipt.Reason!);
            Console.Out.WriteLine($"Job #{found.Number} is cancelled.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Export()
    {
        var job = JobArgument();
        var format = new Option<string>("--format") { Description = "csv or json.", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "json");
        var file = new Option<string?>("--output", "-o") { Description = "The file; by default standard output." };
        var command = new Command("export", "Write every point of a job.") { job, format, file };
        command.SetAction(async (parsed, token) =>
        {
            await using var workshop = Reading(parsed);
            var found = await workshop.JobAsync(parsed.GetValue(job)!, token);
            await using var output = parsed.GetValue(file) is { } path ? File.Create(path) : Console.OpenStandardOutput();
            var writer = PipeWriter.Create(output);
            var blocks = workshop.Get<ISeriesStore>().ExportAsync(found.Id, token);
            await (parsed.GetValue(format) == "json" ? SeriesExport.WriteJsonAsync(writer, found, blocks, token) : SeriesExport.WriteCsvAsync(writer, blocks, token));
            await writer.CompleteAsync();
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Datasets()
    {
        var command = new Command("datasets", "List datasets.") { DatasetCommands.Add(AloneOrReading), DatasetCommands.Profile(s_json, AloneOrReading) };
        command.SetAction(async (parsed, _) =>
        {
            await using var workshop = Reading(parsed);
            var all = workshop.Get<DatasetCatalog>().List();
            if (parsed.GetValue(s_json))
                WriteLines(all);
            else
                AnsiConsole.Write(Tables.Datasets(all));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Examine()
    {
        var command = new Command("doctor", "Say what this machine has and what is missing, and what of the storage needs care.")
        {
            CareCommands.Adopt(Alone), CareCommands.Keep(Alone), CareCommands.Remove(Alone),
        };
        command.SetAction(async (parsed, _) =>
        {
            var (facts, isWell) = await Doctor.ExamineAsync(parsed.GetValue(s_storage));
            if (parsed.GetValue(s_json))
                WriteLines(facts.Select(fact => new { fact.Name, fact.Value }));
            else
                AnsiConsole.Write(Tables.Facts(facts));
            return isWell ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command Verify()
    {
        var command = new Command("verify", "Read everything in the storage, and say what of it is damaged.");
        command.SetAction(async (parsed, token) =>
        {
            await using var workshop = Reading(parsed);
            var (findings, read) = await workshop.Get<StorageCheck>().RunAsync(token);
            if (parsed.GetValue(s_json))
                WriteLines(findings);
            else
                AnsiConsole.Write(Tables.Facts([.. findings.Select(finding => ($"{finding.Kind}", finding.Text)), ("read", read)]));
            return findings.Any(finding => finding.Kind != FindingKind.SetAside) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> JobArgument() => new("job") { Description = "The job's number or id." };

    private static Workshop Reading(ParseResult parsed) => Workshop.Open(parsed.GetValue(s_storage), alone: false, Settings(parsed, threads: null));

    private static Workshop Alone(ParseResult parsed, int? threads) => Workshop.Open(parsed.GetValue(s_storage), alone: true, Settings(parsed, threads));

    private static Workshop Alone(ParseResult parsed) => Alone(parsed, threads: null);

    /// <summary>The folder for oneself, or for reading where somebody else has it.</summary>
    private static (Workshop Workshop, bool IsAlone) AloneOrReading(ParseResult parsed)
    {
        try
        {
            return (Alone(parsed, threads: null), true);
        }
        catch (StorageException e) when (e.IsInUse)
        {
            return (Reading(parsed), false);
        }
    }

    private static Dictionary<string, string?> Settings(ParseResult parsed, int? threads) => new()
    {
        ["Training:Slots"] = "1",
        ["Training:ThreadsPerJob"] = $"{threads ?? Math.Min(Environment.ProcessorCount, ExecutionOptions.MostThreadsPerJob)}",
        ["Datasets:DataDirectory"] = parsed.GetValue(s_files),
    };

    private static ITrainingDisplay Display(ParseResult parsed)
        => parsed.GetValue(s_json) || !AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected
            ? new LineDisplay(Console.Out, parsed.GetValue(s_json))
            : new BarDisplay();

    private static void WriteJobs(IReadOnlyList<JobSummary> jobs, bool isDashboardThere)
    {
        AnsiConsole.Write(Tables.Jobs(jobs));
        foreach (var line in WaitingJobs.Lines(jobs, isDashboardThere))
            AnsiConsole.WriteLine(line);
    }

    private static void WriteLines<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
            Console.Out.WriteLine(JsonSerializer.Serialize(item, FeedJson.Options));
    }

    private static string? Explain(Exception fault) => fault switch
    {
        DatasetFormatException format => DatasetCommands.Explain(format),
        RefusedException or StorageException or DatasetUnavailableException or CannotMendException or DamagedJobException => fault.Message,
        InvalidInputException input => string.Join(Environment.NewLine, input.Errors.Select(error => $"{error.Field}: {error.Message}")),
        Microsoft.Extensions.Options.OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        IOException or UnauthorizedAccessException => fault.Message,
        System.Data.Common.DbException => $"The database in the storage folder cannot be used: {fault.Message}",
        AggregateException { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
