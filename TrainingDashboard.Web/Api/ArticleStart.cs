using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Web.Api;

/// <summary>
/// A start as front-ends of the FastAPI pattern send it: in the query, in a JSON body or in a form, with hyperparameters among
/// the other fields and names in snake_case. What is in no such place, or says two things, is refused by name.
/// </summary>
internal sealed class ArticleStart
{
    private readonly Dictionary<string, ArticleField> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly List<FieldError> _faults = [];
    private readonly IReadOnlyList<ArticleField> _sent;

    private ArticleStart(IReadOnlyList<ArticleField> sent) => _sent = sent;

    /// <summary>Reads a request.</summary>
    /// <param name="request">With its body not read yet.</param>
    /// <param name="start">Starts what was asked for. The faults it finds are told under the names that were sent.</param>
    /// <param name="trainers">What fields there may be.</param>
    /// <param name="specs">Finds faults of the other fields where some are wrong already.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="InvalidInputException">With every fault found; nothing was started.</exception>
    public static async Task<Started> RunAsync(
        HttpRequest request, Func<StartRequest, Task<Started>> start, TrainerCatalog trainers, SpecBuilder specs, CancellationToken cancellationToken)
    {
        var read = new ArticleStart(await ArticleFields.ReadAsync(request, cancellationToken));
        read.Sort(trainers);
        var (found, more) = (new List<FieldError>(), 0);
        var asked = StartRequestJson.Read(read.ToJson(), found);
        try
        {
            if (read._faults.Count + found.Count == 0)
                return await start(asked);
            // Not by the default trainer's hyperparameters where another was meant.
            if (found.All(fault => fault.Field != "trainer"))
                specs.Build(asked);
        }
        catch (InvalidInputException e)
        {
            found.AddRange(e.Errors);
            more = e.More;
        }

        var places = read.Places();
        throw new InvalidInputException(
            [.. read._faults.Concat(found.Select(read.AsSent)).OrderBy(fault => places.GetValueOrDefault(fault.Field, int.MaxValue))], more);
    }

    private void Sort(TrainerCatalog trainers)
    {
        var names = new ArticleNames(trainers, _sent);
        foreach (var field in _sent)
        {
            if (names.TargetOf(field.Name) is not { } target)
                Refuse(field, names.Expected);
            else if (names.Declared(target) is var declared && field.IsAmbiguousFor(declared))
                Refuse(field, $"Expected one value, got {string.Join(" and ", field.Texts.Select(text => $"'{Shown.Cut(text)}'"))}.");
            else
                Take(field, target, field.ValueFor(declared));
        }
    }

    private void Take(ArticleField field, string target, JsonElement value)
    {
        if (_values.TryAdd(target, value))
        {
            _taken.Add(target, field);
            return;
        }

        var (first, before) = (_taken[target], _values[target]);
        if (!JsonElement.DeepEquals(before, value))
            Refuse(field, $"Expected one value: {Told(first, before)}, {Told(field, value)}.");
    }

    private void Refuse(ArticleField field, string fault) => _faults.Add(new FieldError(Shown.Cut(field.Name), fault));

    private JsonElement ToJson()
    {
        var (fields, hyperparameters) = (new JsonObject(), new JsonObject());
        foreach (var (target, value) in _values)
        {
            if (ArticleNames.HyperparameterOf(target) is { } name)
                hyperparameters[name] = JsonNode.Parse(value.GetRawText());
            else
                fields[target] = JsonNode.Parse(value.GetRawText());
        }

        if (hyperparameters.Count > 0)
            fields["hyperparameters"] = hyperparameters;
        return JsonSerializer.SerializeToElement(fields);
    }

    private FieldError AsSent(FieldError fault)
        => _taken.TryGetValue(fault.Field, out var field) ? fault with { Field = Shown.Cut(field.Name) } : fault;

    // Where each field was sent, by its name as it is shown.
    private Dictionary<string, int> Places()
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _sent.Count; i++)
            places.TryAdd(Shown.Cut(_sent[i].Name), i);
        return places;
    }

    private static string Told(ArticleField field, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? $"'{value.GetString()}'" : value.GetRawText();
        return $"{Shown.Cut(field.Name)} is {Shown.Cut(text)} in {field.From}";
    }
}
