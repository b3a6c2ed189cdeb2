using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Web.Api;

/// <summary>A field as it was sent.</summary>
/// <param name="Name">As the sender wrote it; a member of <c>hyperparameters</c> with that before it.</param>
/// <param name="From">Where it was, as after "in".</param>
/// <param name="Json">Its value in JSON; undefined where it is text.</param>
/// <param name="Texts">Its values as text, more than one where it was sent several times; none in JSON.</param>
internal sealed record ArticleField(string Name, string From, JsonElement Json, IReadOnlyList<string> Texts)
{
    /// <summary>Whether it was sent several times and says several things, where that is no list.</summary>
    public bool IsAmbiguousFor(Hyperparameter? declared) => declared is not IntegersHyperparameter && Texts.Distinct().Count() > 1;

    /// <summary>The value, where it is known what is meant.</summary>
    /// <param name="declared">What it is of; null for what is not declared.</param>
    public JsonElement ValueFor(Hyperparameter? declared)
    {
        if (Texts.Count == 0)
            return Json;
        // A list may come one by one.
        var text = declared is IntegersHyperparameter ? string.Join(',', Texts) : Texts[0];
        return declared is null ? JsonSerializer.SerializeToElement(text) : HyperparameterText.Read(declared, text);
    }
}

/// <summary>The fields of a request, of its query first and then of its body, which is JSON or a form.</summary>
internal static class ArticleFields
{
    /// <exception cref="InvalidInputException">The body is broken, or a field is no text.</exception>
    public static async Task<IReadOnlyList<ArticleField>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (fields, faults) = (new List<ArticleField>(), new List<FieldError>());
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var name = pair.DecodeName().ToString();
            if (IsText(pair.EncodedName) && IsText(pair.EncodedValue))
                AddText(fields, name, pair.DecodeValue().ToString(), "the query");
            else
                faults.Add(new FieldError(Shown.Cut(name), "Expected text in UTF-8."));
        }

        fields.AddRange(await ReadBodyAsync(request, cancellationToken));
        return faults.Count == 0 ? fields : throw new InvalidInputException(faults);
    }

    /// <summary>The fields of a request's body.</summary>
    /// <exception cref="InvalidInputException">The body is broken, or a field is no text.</exception>
    public static async Task<IReadOnlyList<ArticleField>> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = new List<ArticleField>();
        var body = await BodyBytes.ReadAsync(request, cancellationToken);
        if (FormBody.IsForm(request) && await FormBody.ReadAsync(request, body, cancellationToken) is { } form)
        {
            foreach (var (name, text) in form)
                AddText(fields, name, text, "the form");
        }
        else
        {
            AddJson(fields, JsonBody.Parse(body));
        }

        return fields;
    }

    // Decoding leaves bytes that are no text as they are written, or puts something in their place.
    private static bool IsText(ReadOnlyMemory<char> encoded)
        => Utf8.IsValid(WebUtility.UrlDecodeToBytes(Encoding.UTF8.GetBytes(encoded.ToString()), 0, Encoding.UTF8.GetByteCount(encoded.Span)));

    private static void AddText(List<ArticleField> fields, string name, string text, string from)
    {
        var before = fields.FindIndex(field => field.Name == name && field.From == from);
        if (before < 0)
            fields.Add(new ArticleField(name, from, default, [text]));
        else
            fields[before] = fields[before] with { Texts = [.. fields[before].Texts, text] };
    }

    private static void AddJson(List<ArticleField> fields, JsonElement json)
    {
        StartRequestJson.CheckObject(json);
        if (json.ValueKind == JsonValueKind.Null)
            return;
        foreach (var member in json.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            if (member is { Name: "hyperparameters", Value.ValueKind: JsonValueKind.Object })
                fields.AddRange(member.Value.EnumerateObject().Select(value => Field($"hyperparameters.{value.Name}", value.Value)));
            else
                fields.Add(Field(member.Name, member.Value));
        }
    }

    private static ArticleField Field(string name, JsonElement value) => new(name, "the JSON body", value.Clone(), []);
}
