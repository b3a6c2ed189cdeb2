using System.Text.Json;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>
/// Reads commands out of JSON, naming every field that is wrong: <c>{"action":"step","arguments":{"batches":10},"id":"mine"}</c>.
/// The one place where this is done, for every transport. What depends on the job is <see cref="CommandRules"/>'.
/// </summary>
public static class CommandJson
{
    private const long LargestStep = 1_000_000_000_000;
    private const string Arguments = "arguments";

    /// <summary>The command that a JSON object holds.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static CommandRequest Read(JsonElement json)
    {
        var fields = JsonFields.Of(json, path: "", "action", "id", Arguments);
        var word = fields.Text("action");
        var action = word is null ? null : CommandActions.Parse(word);
        if (word is null)
            fields.Missing("action", "a text");
        else if (action is null)
            fields.Fault("action", $"Expected one of {string.Join(", ", CommandActions.Words)}, got '{Shown.Cut(word)}'.");
        var id = fields.Text("id");
        fields.ThrowFaults();
        return new CommandRequest(action!.Value, ReadArguments(action.Value, fields.Find(Arguments)), id is null ? null : CommandId.Check(id));
    }

    /// <summary>The command of a word, with arguments as JSON.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static CommandRequest Read(string? action, JsonElement? arguments, string? id)
        => CommandActions.Parse(action ?? "") is { } known
            ? new CommandRequest(known, ReadArguments(known, arguments), id is null ? null : CommandId.Check(id))
            : throw new InvalidInputException("action", $"Expected one of {string.Join(", ", CommandActions.Words)}, got '{Shown.Cut(action ?? "")}'.");

    /// <summary>The arguments of an action; where it needs none and nothing is given, as if they were the usual ones.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static CommandArguments? ReadArguments(CommandAction action, JsonElement? json)
    {
        var given = json ?? default;
        return action switch
        {
            CommandAction.Step => Step(JsonFields.Of(given, Arguments, "batches", "epochs")),
            CommandAction.Set => Set(JsonFields.Of(given, Arguments, "values", "at", "over")),
            CommandAction.Breakpoints => Breakpoints(JsonFields.Of(given, Arguments, "breakpoints")),
            CommandAction.Rollback => Rollback(JsonFields.Of(given, Arguments, "steps", "scale")),
            _ when given.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null => null,
            _ => throw new InvalidInputException(Arguments, $"The command {action.ToWord()} takes no arguments."),
        };
    }

    private static StepArguments Step(JsonFields fields)
    {
        var step = new StepArguments((int?)fields.Whole("batches", 1, StepArguments.Maximum), (int?)fields.Whole("epochs", 1, StepArguments.Maximum));
        if (fields.Has("batches") && fields.Has("epochs"))
            fields.Fault("epochs", "Expected batches or epochs, not both.");
        fields.ThrowFaults();
        return step is { Batches: null, Epochs: null } ? new StepArguments(Batches: 1) : step;
    }

    private static SetArguments Set(JsonFields fields)
    {
        var values = fields.Members("values");
        if (values is { Count: 0 } && !fields.Find("values")!.Value.EnumerateObject().Any())
            fields.Fault("values", "Expected at least one hyperparameter and its new value.");
        else if (!fields.Has("values"))
            fields.Missing("values", "an object of hyperparameters and their new values");
        var set = new SetArguments(values ?? [], fields.Whole("at", 0, LargestStep), fields.Whole("over", 1, LargestStep));
        fields.ThrowFaults();
        return set;
    }

    private static BreakpointsArguments Breakpoints(JsonFields fields)
    {
        var list = new List<Breakpoint>();
        var items = fields.Items("breakpoints");
        if (!fields.Has("breakpoints"))
            fields.Missing("breakpoints", "a list");
        else if (items?.Count > Breakpoint.Maximum)
            fields.Fault("breakpoints", $"Expected at most {Breakpoint.Maximum} breakpoints, got {items.Count}.");
        fields.ThrowFaults();
        var faults = new List<FieldError>();
        for (var i = 0; i < items!.Count; i++)
        {
            try
            {
                list.Add(BreakpointOf(items[i], $"{Arguments}.breakpoints[{i}]"));
            }
            catch (InvalidInputException e)
            {
                faults.AddRange(e.Errors);
            }
        }

        return faults.Count == 0 ? new BreakpointsArguments(list) : throw new InvalidInputException(faults);
    }

    private static Breakpoint BreakpointOf(JsonElement json, string path)
    {
        var fields = JsonFields.Of(json, path, "when", "above", "epochs", "step");
        var breakpoint = fields.Text("when") switch
        {
            "loss" => new Breakpoint(BreakpointKind.Loss, Above: fields.Need("above", fields.Real("above", -1e300, 1e300), "a number")),
            "gradientNorm" => new Breakpoint(BreakpointKind.GradientNorm, Above: fields.Need("above", fields.Real("above", 0, 1e300), "a number")),
            "noImprovement" => new Breakpoint(BreakpointKind.NoImprovement, Epochs: (int?)fields.Need("epochs", fields.Whole("epochs", 1, 1_000_000), "a whole number")),
            "step" => new Breakpoint(BreakpointKind.Step, Step: fields.Need("step", fields.Whole("step", 1, LargestStep), "a whole number")),
            "notFinite" => new Breakpoint(BreakpointKind.NotFinite),
            _ => null,
        };
        if (breakpoint is null)
            fields.Fault("when", "Expected one of loss, notFinite, gradientNorm, noImprovement, step.");
        fields.ThrowFaults();
        return breakpoint!;
    }

    private static RollbackArguments Rollback(JsonFields fields)
    {
        var rollback = new RollbackArguments(
            (int?)fields.Whole("steps", 1, StepArguments.Maximum) ?? RollbackArguments.DefaultSteps,
            fields.Real("scale", 1e-6, 10) ?? RollbackArguments.DefaultScale);
        fields.ThrowFaults();
        return rollback;
    }
}
