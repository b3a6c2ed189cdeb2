using System.Text.Json;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>Reads a JSON object of a few texts, naming every field that is wrong.</summary>
internal static class TextFieldsJson
{
    private const int MaximumFaults = 20;

    /// <summary>The texts by name; what is null or left out is not there.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static IReadOnlyDictionary<string, string> Read(JsonElement json, params TextField[] fields)
    {
        if (json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            throw new InvalidInputException("body", $"Expected a JSON object, got {Shown.Cut(json.GetRawText())}.");

        var (texts, faults) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<FieldError>());
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.EnumerateObject().TakeWhile(_ => faults.Count < MaximumFaults))
            {
                if (member.Value.ValueKind != JsonValueKind.Null && Take(member, fields, texts) is { } fault)
                    faults.Add(new FieldError(Shown.Cut(member.Name), fault));
            }
        }

        faults.AddRange(fields.Where(f => f.Required && !texts.ContainsKey(f.Name) && faults.All(fault => fault.Field != f.Name))
            .Select(f => new FieldError(f.Name, "Expected a text, but the field is not there.")));
        return faults.Count == 0 ? texts : throw new InvalidInputException(faults);
    }

    private static string? Take(JsonProperty member, TextField[] fields, Dictionary<string, string> texts)
    {
        if (Array.Find(fields, f => f.Name == member.Name) is not { } field)
            return $"There is no such field. Expected any of {string.Join(", ", fields.Select(f => f.Name))}.";
        if (member.Value.ValueKind != JsonValueKind.String)
            return $"Expected a text, got {Shown.Cut(member.Value.GetRawText())}.";
        try
        {
            var text = member.Value.GetString()!;
            if (text.Length > field.MaximumLength)
                return $"Expected at most {field.MaximumLength} characters, got {text.Length}.";
            texts[field.Name] = text;
            return null;
        }
        catch (InvalidOperationException)
        {
            return "Expected text; it holds half of a surrogate pair.";
        }
    }
}

/// <summary>A text that a JSON object may or must hold.</summary>
internal sealed record TextField(string Name, int MaximumLength, bool Required = false);
