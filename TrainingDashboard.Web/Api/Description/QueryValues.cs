using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Primitives;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Description;

/// <summary>A request's query, checked against what its route takes. Handlers ask for it as a parameter.</summary>
internal sealed class QueryValues
{
    private readonly Dictionary<string, object> _values = [];

    private QueryValues()
    {
    }

    /// <summary>A number given, or its default.</summary>
    public long Whole(WholeParameter parameter)
        => WholeOrNull(parameter) ?? throw new InvalidOperationException($"'{parameter.Name}' has no default.");

    /// <summary>A number given, or its default; null where it has none.</summary>
    public long? WholeOrNull(WholeParameter parameter)
        => _values.TryGetValue(parameter.Name, out var value) ? (long)value : parameter.Default;

    /// <summary>A text or word given, or null.</summary>
    public string? Text(QueryParameter parameter) => _values.GetValueOrDefault(parameter.Name) as string;

    /// <summary>Reads the query of a request whose route has been found.</summary>
    /// <exception cref="InvalidInputException">With every fault: an unknown name, a name given twice, a value out of range.</exception>
    public static QueryValues Of(HttpContext context)
    {
        var route = context.GetEndpoint()?.Metadata;
        var values = new QueryValues();
        if (route?.GetMetadata<QueryParameters>() is { IsOpen: true })
            return values;
        var taken = route?.GetMetadata<QueryParameters>()?.All ?? [];
        var takesBody = route?.GetMetadata<RequestBody>() is not null;
        var faults = new List<FieldError>();
        foreach (var (name, given) in context.Request.Query)
        {
            var parameter = taken.FirstOrDefault(p => p.Name == name);
            var fault = parameter is null ? Unknown(taken, takesBody) : values.Take(parameter, given);
            if (fault is not null)
                faults.Add(new FieldError(Shown.Cut(name), fault));
        }

        return faults.Count == 0 ? values : throw new InvalidInputException(faults);
    }

    /// <summary>How minimal APIs make the parameter.</summary>
    public static ValueTask<QueryValues?> BindAsync(HttpContext context, ParameterInfo _) => new(Of(context));

    private static string Unknown(IReadOnlyList<QueryParameter> taken, bool takesBody)
        => takesBody ? "There is no such parameter: this route takes its fields in the body."
            : taken.Count == 0 ? "This route takes no parameters."
            : $"There is no such parameter. Expected any of {string.Join(", ", taken.Select(p => p.Name))}.";

    private string? Take(QueryParameter parameter, StringValues given)
    {
        if (given.Count != 1)
            return $"Expected one value, got {given.Count}.";
        var text = given[0] ?? "";
        switch (parameter)
        {
            case WholeParameter whole:
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    || number < whole.Minimum || number > whole.Maximum)
                    return $"Expected a whole number from {whole.Minimum} to {whole.Maximum}, got '{Shown.Cut(text)}'.";
                _values[parameter.Name] = number;
                return null;
            case ChoiceParameter choice when text.Length > 0 && !choice.Choices.Contains(text, StringComparer.Ordinal):
                return $"Expected one of {string.Join(", ", choice.Choices)}, got '{Shown.Cut(text)}'.";
            case TextParameter limited when text.Length > limited.MaximumLength:
                return $"Expected at most {limited.MaximumLength} characters, got {text.Length}.";
            default:
                if (text.Length > 0)
                    _values[parameter.Name] = text;
                return null;
        }
    }
}

/// <summary>What a route takes in its query, among its metadata.</summary>
/// <param name="All">Those it says it takes.</param>
/// <param name="IsOpen">Whether it takes others too, and reads its query itself.</param>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> All, bool IsOpen = false);
