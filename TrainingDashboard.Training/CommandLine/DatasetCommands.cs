using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Feed;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>Looking into files and taking them in as datasets.</summary>
internal static class DatasetCommands
{
    // The choices, each as an option of its own; columns have one that may come several times.
    private static readonly (string Field, string Help)[] s_choices =
    [
        ("kind", "table, images or text; by default what the file's name says."),
        ("testFraction", "Part of the samples that is kept for testing, 0 to 0.9."),
        ("encoding", "utf-8, utf-16, utf-16be, windows-1252 or latin-1."),
        ("delimiter", "comma, semicolon, tab, pipe, space, or spaces for runs of spaces and tabs."),
        ("quote", "double, single or none."),
        ("escape", "backslash where quotes in quoted cells stand behind one, none where they are doubled."),
        ("comment", "What lines that are passed over begin with, such as #; none for nothing."),
        ("decimal", "point or comma."),
        ("header", "yes or no: whether the first row names the columns."),
        ("skipLines", "Lines before the table."),
        ("skipRows", "Rows after the one that names the columns which are no data, such as units."),
        ("skipBad", "yes to pass over rows with too many or too few cells, and broken images."),
        ("target", "The column to predict: its name, or its number from 1."),
        ("task", "classes or number: what the target is."),
        ("missingNumbers", "mean, median or drop: what becomes of missing numbers."),
        ("missingCategories", "own or drop: what becomes of missing categories."),
        ("width", "Pixels in a row, to which images are brought."),
        ("height", "Rows of pixels, to which images are brought."),
        ("grey", "yes to turn colours into shades of grey."),
    ];

    /// <summary>Takes in a copy of files.</summary>
    public static Command Add(Func<ParseResult, (Workshop Workshop, bool IsAlone)> open)
    {
        var (files, test, choices) = (Files(), Test(), new ChoiceOptions());
        var title = new Option<string?>("--title") { Description = "What to call it; by default the file's name." };
        var command = new Command("add", "Take in a copy of a table, a text, images with their labels, or pictures in folders of their classes.") { files, test, title };
        choices.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            // A dashboard that has the folder sees what appears in it.
            await using var workshop = open(parsed).Workshop;
            var datasets = workshop.Get<DatasetCatalog>();
            var paths = parsed.GetValue(files)!;
            using var draft = await ReceiveAsync(datasets, paths, parsed.GetValue(test), token);
            var said = choices.Read(parsed);
            var name = parsed.GetValue(title) ?? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(paths[0]));
            var data = await datasets.AddAsync(draft, name, said, token);
            foreach (var finding in (await draft.ExamineAsync(said, token)).Findings)
                Console.Error.WriteLine(Line(finding));
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{data.Name}: {data.Samples} samples{(data.TestSamples > 0 ? $", {data.TestSamples} of them for testing" : "")}. Train on it with --data {data.Name}."));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Looks into files without taking them in.</summary>
    public static Command Profile(Option<bool> json, Func<ParseResult, (Workshop Workshop, bool IsAlone)> open)
    {
        var (files, test, choices) = (Files(), Test(), new ChoiceOptions());
        var command = new Command("profile", "Say what files hold and how they would be read.") { files, test };
        choices.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            await using var workshop = open(parsed).Workshop;
            using var draft = await ReceiveAsync(workshop.Get<DatasetCatalog>(), parsed.GetValue(files)!, parsed.GetValue(test), token);
            var profile = await draft.ExamineAsync(choices.Read(parsed), token);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(profile, FeedJson.Options));
            else
                Write(profile);
            return profile.IsReady ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    /// <summary>A refusal with the options that would have the file read otherwise.</summary>
    public static string Explain(DatasetFormatException refusal) =>
        string.Join(Environment.NewLine, [refusal.Message, .. refusal.Offers.Select(offer => $"  {offer.Label}: {Flags(offer.Choices)}")]);

    private static Argument<string[]> Files() => new("files") { Description = "A file, a pair of IDX files, an archive or a folder of pictures.", Arity = ArgumentArity.OneOrMore };

    private static Option<string?> Test() => new("--test") { Description = "Another table whose rows are kept for testing." };

    private static async Task<DatasetDraft> ReceiveAsync(DatasetCatalog datasets, string[] paths, string? test, CancellationToken cancellationToken)
    {
        if (paths is [var folder] && Directory.Exists(folder))
            return datasets.ReceiveFolder(folder);
        var draft = datasets.Receive();
        try
        {
            foreach (var (path, role) in paths.Select(path => (path, (FileRole?)null)).Concat(test is null ? [] : [(test, FileRole.Test)]))
            {
                await using var content = File.OpenRead(path);
                await draft.ReceiveAsync(new DatasetUpload(Path.GetFileName(path), content), role, cancellationToken);
            }
            return draft;
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }

    private static void Write(DatasetProfile profile)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{profile.Format}: {profile.Samples:N0} samples{(profile.TestSamples > 0 ? $", {profile.TestSamples:N0} of them for testing" : "")}, {(profile.Classes > 0 ? $"{profile.Classes:N0} classes" : "a number to predict")}"));
        if (profile.Table is { } table)
        {
            var shown = new Table().Border(TableBorder.Simple).AddColumns("", "column", "type", "missing", "distinct", "from", "to", "values");
            foreach (var column in table.Columns)
            {
                shown.AddRow(
                    column.IsTarget ? "target" : "", Markup.Escape(column.Name), Word(column.Type), $"{column.Missing}", $"{(column.IsAbout ? "about " : "")}{column.Distinct}",
                    Markup.Escape(column.Minimum ?? ""), Markup.Escape(column.Maximum ?? ""), Markup.Escape(string.Join(", ", column.Examples)));
            }
            AnsiConsole.Write(shown);
        }
        foreach (var finding in profile.Findings)
        {
            Console.Out.WriteLine(Line(finding));
            foreach (var offer in finding.Offers)
                Console.Out.WriteLine($"  {offer.Label}: {Flags(offer.Choices)}");
        }
    }

    private static string Line(Finding finding) =>
        $"{Word(finding.Level)}: {(finding.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line}: ") : "")}{finding.Message}";

    /// <summary>Choices as they are written on the command line.</summary>
    private static string Flags(DatasetChoices choices)
    {
        var flags = new List<string>();
        foreach (var member in JsonSerializer.SerializeToElement(choices, FeedJson.Options).EnumerateObject())
        {
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.Array:
                    flags.AddRange(member.Value.EnumerateArray().Select(word => $"{ChoiceOptions.Flag(member.Name)} {Quoted(word.GetString()!)}"));
                    break;
                case JsonValueKind.Object:
                    foreach (var column in member.Value.EnumerateObject())
                        flags.Add($"--column {Quoted($"{column.Name}={string.Join(",", column.Value.EnumerateObject().SelectMany(ColumnWords))}")}");
                    break;
                default:
                    flags.Add($"{ChoiceOptions.Flag(member.Name)} {Quoted(member.Value.ValueKind == JsonValueKind.True ? "yes" : member.Value.ValueKind == JsonValueKind.False ? "no" : member.Value.ToString())}");
                    break;
            }
        }
        return string.Join(' ', flags);
    }

    private static IEnumerable<string> ColumnWords(JsonProperty said) => said.Value.ValueKind switch
    {
        JsonValueKind.Array => said.Value.EnumerateArray().Select(word => $"missing:{word.GetString()}"),
        JsonValueKind.String when said.Name == "decimal" => [said.Value.GetString() == "," ? "comma" : "point"],
        JsonValueKind.String => [said.Value.GetString()!],
        _ => [],
    };

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '=' or '/') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>The choices as options of a command.</summary>
    private sealed class ChoiceOptions
    {
        private readonly (string Field, Option<string?> Option)[] _single =
            [.. s_choices.Select(choice => (choice.Field, new Option<string?>(Flag(choice.Field)) { Description = choice.Help }))];

        private readonly Option<string[]> _missing = Several("--missing", "What stands for a missing value, in place of the usual words; may be given several times.");
        private readonly Option<string[]> _alsoMissing = Several("--also-missing", "What stands for a missing value besides; may be given several times.");
        private readonly Option<string[]> _columns = Several("--column", "What a column is, name=words, such as Id=ignored or age=numeric,median or day=date,monthFirst or price=comma or temp=missing:-200; may be given several times.");

        /// <summary>A field as an option: words in lower case with dashes.</summary>
        public static string Flag(string field) => "--" + string.Concat(field.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : c.ToString()));

        public void AddTo(Command command)
        {
            foreach (var (_, option) in _single)
                command.Options.Add(option);
            command.Options.Add(_missing);
            command.Options.Add(_alsoMissing);
            command.Options.Add(_columns);
        }

        /// <exception cref="Jobs.InvalidInputException">With every fault found.</exception>
        public DatasetChoices Read(ParseResult parsed)
        {
            var reader = new ChoiceReader();
            foreach (var (field, option) in _single)
            {
                if (parsed.GetValue(option) is { } value)
                    reader.Set(field, value);
            }
            foreach (var word in parsed.GetValue(_missing) ?? [])
                reader.Set("missing", word);
            foreach (var word in parsed.GetValue(_alsoMissing) ?? [])
                reader.Set("alsoMissing", word);
            foreach (var column in parsed.GetValue(_columns) ?? [])
            {
                // the name may hold the sign, the words do not
                var at = column.LastIndexOf('=');
                if (at > 0)
                    reader.SetColumn(column[..at], column[(at + 1)..]);
                else
                    reader.Fault("column", $"Expected name=words, such as Id=ignored, got '{Jobs.Shown.Cut(column)}'.");
            }
            return reader.Finish();
        }

        private static Option<string[]> Several(string name, string help) => new(name) { Description = help, DefaultValueFactory = _ => [] };
    }
}
