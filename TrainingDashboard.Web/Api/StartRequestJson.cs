using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>Reads what somebody sends to start a job, naming every field that is wrong.</summary>
internal static class StartRequestJson
{
    /// <param name="json">The request's body.</param>
    /// <param name="besides">Fields that are somebody else's to read.</param>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static StartRequest Read(JsonElement json, params string[] besides)
    {
        CheckObject(json);
        var errors = new List<FieldError>();
        var request = Read(json, errors, besides);
        return errors.Count == 0 ? request : throw new InvalidInputException(errors);
    }

    /// <summary>Reads what there is to read, and adds what is wrong with the rest.</summary>
    public static StartRequest Read(JsonElement json, List<FieldError> errors, params string[] besides)
    {
        var request = new StartRequest();
        if (json.ValueKind == JsonValueKind.Null)
            return request;
        foreach (var field in json.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null))
        {
            request = field.Name switch
            {
                _ when besides.Contains(field.Name) => request,
                "name" => request with { Name = Text(field, errors) },
                "trainer" => request with { Trainer = Text(field, errors) },
                "dataset" => request with { Dataset = Text(field, errors) },
                "epochs" => request with { Epochs = (int?)Whole(field, 1, StartRequest.MaximumEpochs, errors) },
                "seed" => request with { Seed = Whole(field, -StartRequest.MaximumSeed, StartRequest.MaximumSeed, errors) },
                "hyperparameters" => request with { Hyperparameters = Values(field, errors) },
                _ => Unknown(request, field, errors),
            };
        }

        return request;
    }

    /// <summary>Checks that a body is an object, or nothing, and that its texts are text.</summary>
    /// <exception cref="InvalidInputException">It is not.</exception>
    public static void CheckObject(JsonElement json)
    {
        if (json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            throw new InvalidInputException("body", $"Expected a JSON object, got {Word(json)}.");
        var errors = new List<FieldError>();
        CheckText(json, "body", errors);
        if (errors.Count > 0)
            throw new InvalidInputException(errors);
    }

    // JSON can escape what is no text, half of a surrogate pair; reading it as a string would throw.
    private static void CheckText(JsonElement json, string field, List<FieldError> errors)
    {
        try
        {
            switch (json.ValueKind)
            {
                case JsonValueKind.String:
                    _ = json.GetString();
                    break;
                case JsonValueKind.Array:
                    foreach (var item in json.EnumerateArray())
                        CheckText(item, field, errors);
                    break;
                case JsonValueKind.Object:
                    foreach (var member in json.EnumerateObject())
                        CheckText(member.Value, field == "body" ? member.Name : $"{field}.{member.Name}", errors);
                    break;
            }
        }
        catch (InvalidOperationException)
        {
            errors.Add(new FieldError(field, "Expected text; it holds half of a surrogate pair."));
        }
    }

    private static StartRequest Unknown(StartRequest request, JsonProperty field, List<FieldError> errors)
    {
        errors.Add(new FieldError(
            field.Name.Length <= 60 ? field.Name : field.Name[..60] + "…",
            "There is no such field. Expected any of name, trainer, dataset, epochs, seed, hyperparameters."));
        return request;
    }

    private static string? Text(JsonProperty field, List<FieldError> errors)
    {
        if (field.Value.ValueKind == JsonValueKind.String)
            return field.Value.GetString();
        errors.Add(new FieldError(field.Name, $"Expected a text, got {Word(field.Value)}."));
        return null;
    }

    private static long? Whole(JsonProperty field, long minimum, long maximum, List<FieldError> errors)
    {
        if (field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt64(out var whole) && whole >= minimum && whole <= maximum)
            return whole;
        errors.Add(new FieldError(field.Name, $"Expected a whole number from {minimum} to {maximum}, got {Word(field.Value)}."));
        return null;
    }

    private static Dictionary<string, JsonElement>? Values(JsonProperty field, List<FieldError> errors)
    {
        if (field.Value.ValueKind == JsonValueKind.Object)
            return field.Value.EnumerateObject().ToDictionary(v => v.Name, v => v.Value.Clone(), StringComparer.Ordinal);
        errors.Add(new FieldError(field.Name, $"Expected an object of names and values, got {Word(field.Value)}."));
        return null;
    }

    private static string Word(JsonElement json)
    {
        var text = json.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
