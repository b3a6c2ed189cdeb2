using System.Text.Json;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Trainers;

/// <summary>The value of every hyperparameter that a trainer declares: given ones checked, the others at their default.</summary>
public sealed class HyperparameterValues
{
    private readonly Dictionary<string, object> _values;

    private HyperparameterValues(Dictionary<string, object> values) => _values = values;

    /// <summary>Checks what a spec gives against what the trainer declares.</summary>
    /// <param name="declared">The trainer's declarations.</param>
    /// <param name="given">Names and JSON values out of the spec.</param>
    /// <exception cref="InvalidInputException">With one error for each unknown name, wrong type or value out of range.</exception>
    public static HyperparameterValues Resolve(
        IReadOnlyList<Hyperparameter> declared, IReadOnlyDictionary<string, JsonElement> given)
    {
        var errors = new List<FieldError>();
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var hyperparameter in declared)
        {
            if (!given.TryGetValue(hyperparameter.Name, out var json))
                values[hyperparameter.Name] = DefaultOf(hyperparameter);
            else if (Parse(hyperparameter, json, out var value) is { } message)
                errors.Add(new FieldError($"hyperparameters.{hyperparameter.Name}", message));
            else
                values[hyperparameter.Name] = value;
        }

        var names = declared.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = given.Keys.Where(name => !names.Contains(name)).ToArray();
        if (unknown.Length > 0)
        {
            var message = $"This trainer has no such hyperparameter. It has {string.Join(", ", names)}.";
            errors.AddRange(unknown.Take(InvalidInputException.MaximumErrors).Select(name => new FieldError($"hyperparameters.{name}", message)));
        }

        return errors.Count == 0
            ? new HyperparameterValues(values)
            : throw new InvalidInputException(errors, Math.Max(0, unknown.Length - InvalidInputException.MaximumErrors));
    }

    /// <summary>The value of a <see cref="RealHyperparameter"/>.</summary>
    /// <exception cref="KeyNotFoundException">The trainer declares no real hyperparameter of this name.</exception>
    public double Real(string name) => Get<double>(name);

    /// <summary>The value of an <see cref="IntegerHyperparameter"/>.</summary>
    /// <exception cref="KeyNotFoundException">The trainer declares no integer hyperparameter of this name.</exception>
    public int Integer(string name) => Get<int>(name);

    /// <summary>The value of a <see cref="ChoiceHyperparameter"/>.</summary>
    /// <exception cref="KeyNotFoundException">The trainer declares no choice of this name.</exception>
    public string Choice(string name) => Get<string>(name);

    /// <summary>The value of a <see cref="ToggleHyperparameter"/>.</summary>
    /// <exception cref="KeyNotFoundException">The trainer declares no toggle of this name.</exception>
    public bool Toggle(string name) => Get<bool>(name);

    /// <summary>The value of an <see cref="IntegersHyperparameter"/>.</summary>
    /// <exception cref="KeyNotFoundException">The trainer declares no list of this name.</exception>
    public IReadOnlyList<int> Integers(string name) => Get<IReadOnlyList<int>>(name);

    /// <summary>All values as JSON, for the job's record: a spec made from it gives the same values whatever later defaults are.</summary>
    public IReadOnlyDictionary<string, JsonElement> ToJson()
        => _values.ToDictionary(v => v.Key, v => JsonSerializer.SerializeToElement(v.Value), StringComparer.Ordinal);

    /// <summary>Checks one value against its declaration.</summary>
    /// <returns>What is wrong with it, as a sentence; null where nothing is.</returns>
    internal static string? Check(Hyperparameter hyperparameter, JsonElement json, out object value) => Parse(hyperparameter, json, out value);

    /// <summary>The same values, to be changed apart from these.</summary>
    internal HyperparameterValues Copy() => new(new Dictionary<string, object>(_values, StringComparer.Ordinal));

    /// <summary>The value whatever its type; null where none of this name is declared.</summary>
    internal object? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>Changes a value; only between two batches, on the loop's thread.</summary>
    internal void Change(string name, object value) => _values[name] = value;

    private T Get<T>(string name)
        => _values.TryGetValue(name, out var value) && value is T typed
            ? typed
            : throw new KeyNotFoundException($"The trainer declares no {typeof(T).Name} hyperparameter '{name}'.");

    private static object DefaultOf(Hyperparameter hyperparameter) => hyperparameter switch
    {
        RealHyperparameter real => real.Default,
        IntegerHyperparameter integer => integer.Default,
        ChoiceHyperparameter choice => choice.Default,
        ToggleHyperparameter toggle => toggle.Default,
        IntegersHyperparameter integers => integers.Default,
        _ => throw new NotSupportedException(hyperparameter.GetType().Name),
    };

    private static string? Parse(Hyperparameter hyperparameter, JsonElement json, out object value)
    {
        value = 0;
        switch (hyperparameter)
        {
            case RealHyperparameter real:
                if (json.ValueKind != JsonValueKind.Number || !json.TryGetDouble(out var number) || !(number >= real.Minimum && number <= real.Maximum))
                    return FormattableString.Invariant($"Expected a number from {real.Minimum} to {real.Maximum}, got {Shorten(json)}.");
                value = number;
                return null;
            case IntegerHyperparameter integer:
                if (!TryWhole(json, integer.Minimum, integer.Maximum, out var whole))
                    return $"Expected a whole number from {integer.Minimum} to {integer.Maximum}, got {Shorten(json)}.";
                value = whole;
                return null;
            case ChoiceHyperparameter choice:
                if (json.ValueKind != JsonValueKind.String || !choice.Choices.Contains(json.GetString()!))
                    return $"Expected one of {string.Join(", ", choice.Choices)}, got {Shorten(json)}.";
                value = json.GetString()!;
                return null;
            case ToggleHyperparameter:
                if (json.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                    return $"Expected true or false, got {Shorten(json)}.";
                value = json.GetBoolean();
                return null;
            case IntegersHyperparameter integers:
                return ParseList(integers, json, out value);
            default:
                throw new NotSupportedException(hyperparameter.GetType().Name);
        }
    }

    private static string? ParseList(IntegersHyperparameter integers, JsonElement json, out object value)
    {
        var list = new List<int>();
        value = list;
        var expected = $"Expected a list of at most {integers.MaximumCount} whole numbers from {integers.Minimum} to {integers.Maximum}, got {Shorten(json)}.";
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > integers.MaximumCount)
            return expected;
        foreach (var item in json.EnumerateArray())
        {
            if (!TryWhole(item, integers.Minimum, integers.Maximum, out var whole))
                return expected;
            list.Add(whole);
        }

        return null;
    }

    private static bool TryWhole(JsonElement json, int minimum, int maximum, out int whole)
    {
        whole = 0;
        return json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out whole) && whole >= minimum && whole <= maximum;
    }

    private static string Shorten(JsonElement json)
    {
        var text = json.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
