using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Components.NewJob;
using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>The hyperparameters that may be changed while the job runs: now, at a step or in a straight line, and back.</summary>
public sealed partial class HyperparametersCard
{
    private const string Caller = "the page";
    private static readonly (When, string)[] s_whens = [(When.Now, "Now"), (When.AtStep, "At step"), (When.Ramp, "Ramp")];
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);
    private SteeringView? _view;
    private JobSteering? _viewOf;
    private When _when;
    private string _number = "";
    private string? _said;
    private bool _sending;
    private IReadOnlyList<FieldError> _faults = [];
    private (string Command, JobSteering Before, Dictionary<string, string> Typed)? _sent;

    private enum When
    {
        Now,
        AtStep,
        Ramp,
    }

    /// <summary>The job as it stands.</summary>
    [Parameter, EditorRequired]
    public Job Job { get; set; } = null!;

    [Inject]
    private JobControl Control { get; set; } = null!;

    [Inject]
    private TrainerCatalog Trainers { get; set; } = null!;

    private bool CanChange => !Job.Status.IsFinal() && Job.Status != JobStatus.Stopping;

    private bool CanRevert => Waiting.Count > 0 || View.Changes.Any(change => change is { IsTakenBack: false, Cause: not ChangeCause.Revert });

    private string? WhenFault => FaultOf("arguments.at") ?? FaultOf("arguments.over");

    // The page is drawn several times a second, and this changes seldom.
    private SteeringView View
    {
        get
        {
            if (!ReferenceEquals(_viewOf, Job.Steering) || _view is null)
                (_view, _viewOf) = (SteeringView.Of(Job, Trainers), Job.Steering);
            return _view;
        }
    }

    private IReadOnlyList<(string What, long At)> Waiting =>
    [
        .. View.Pending
            .Where(pending => pending.Action == CommandAction.Set.ToWord() && pending.Arguments is not null)
            .Select(pending => (SetArguments)CommandJson.ReadArguments(CommandAction.Set, pending.Arguments)!)
            .Where(set => set.At is not null)
            .Select(set => (string.Join(", ", set.Values.Select(v => $"{LabelOf(v.Key)} → {Text(v.Value)}")), set.At!.Value)),
    ];

    private static string Text(JsonElement value) => HyperparameterText.Of(value);

    private static string HelpOf(Hyperparameter declared, string value, string started)
    {
        var range = declared switch
        {
            RealHyperparameter h => FormattableString.Invariant($"{h.Minimum:0.######} to {h.Maximum:#,0.######}"),
            IntegerHyperparameter h => FormattableString.Invariant($"{h.Minimum} to {h.Maximum:N0}"),
            _ => "",
        };
        string?[] parts = [range, declared.Editable == Editable.NextEpoch ? "from the next epoch" : null, value == started ? null : $"began with {started}"];
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private string LabelOf(string name) => View.Hyperparameters.FirstOrDefault(h => h.Declared.Name == name)?.Declared.Label ?? name;

    private string Typed(string name, JsonElement value) => _typed.GetValueOrDefault(name) ?? Text(value);

    private void Type(string name, ChangeEventArgs typed) => _typed[name] = (string?)typed.Value ?? "";

    private string? FaultOf(string field) => _faults.FirstOrDefault(fault => fault.Field == field)?.Message;

    private async Task ApplyAsync()
    {
        var values = new JsonObject();
        foreach (var (declared, value, _) in View.Hyperparameters)
        {
            if (_typed.TryGetValue(declared.Name, out var text) && text.Trim() != Text(value))
                values[declared.Name] = JsonNode.Parse(HyperparameterText.Read(declared, text.Trim()).GetRawText());
        }

        if (values.Count == 0)
        {
            (_said, _faults) = ("Type a new value first.", []);
            return;
        }

        var arguments = new JsonObject { ["values"] = values };
        if (_when != When.Now)
            arguments[_when == When.AtStep ? "at" : "over"] = Number();
        var before = Job.Steering;
        if (await SendAsync("set", JsonSerializer.SerializeToElement(arguments)) is not { } command)
            return;
        if (_when == When.AtStep)
            _typed.Clear();
        else
            _sent = (command, before, new Dictionary<string, string>(_typed, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What was typed stands until the loop has taken it: the old value would flash up in between.
        if (_sent is not var (command, before, typed) || ReferenceEquals(before, Job.Steering) || Job.Steering.Pending.Any(pending => pending.Id == command))
            return;
        _sent = null;
        foreach (var (name, text) in typed)
        {
            if (_typed.GetValueOrDefault(name) == text)
                _typed.Remove(name);
        }
    }

    private Task<string?> RevertAsync() => SendAsync("revert", arguments: null);

    // A text that is no number stays a text, and the one check says what was expected instead.
    private JsonValue Number()
        => long.TryParse(_number.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(_number);

    /// <returns>The command's id; null where it was refused.</returns>
    private async Task<string?> SendAsync(string action, JsonElement? arguments)
    {
        // A second press while the first is under way would take back, or set, twice.
        if (_sending)
            return null;
        (_sending, _said, _faults) = (true, null, []);
        try
        {
            var receipt = await Control.SendAsync(Job.Id, CommandJson.Read(action, arguments, id: null), Caller, CancellationToken.None);
            _said = receipt.Reason;
            return receipt.State == ReceiptState.Refused ? null : receipt.Command;
        }
        catch (InvalidInputException e)
        {
            _faults = e.Errors;
            return null;
        }
        finally
        {
            _sending = false;
        }
    }
}
