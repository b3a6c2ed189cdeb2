using System.Text.Json;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Datasets;

/// <summary>Reads choices out of JSON, naming every field that is wrong.</summary>
internal static class DatasetChoicesJson
{
    private static readonly string[] s_columnFields = ["type", "missing", "dateOrder", "decimal", "alsoMissing"];

    /// <summary>The choices that a JSON object holds; none if there is no object.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static DatasetChoices Read(JsonElement? json)
    {
        var reader = new ChoiceReader();
        if (json is not { ValueKind: not JsonValueKind.Null } choices)
            return reader.Finish();
        if (choices.ValueKind != JsonValueKind.Object)
            throw new InvalidInputException("choices", $"Expected an object of names and values, got {Shown.Cut(choices.GetRawText())}.");
        foreach (var member in choices.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            if (member.Name == "columns")
                ReadColumns(reader, member.Value);
            else if (member.Name is "missing" or "alsoMissing" && member.Value.ValueKind == JsonValueKind.Array)
                ReadWords(reader, member);
            else if (Text(member.Value) is { } text)
                reader.Set(member.Name, text);
            else
                reader.Fault(member.Name, $"Expected a single value, got {Shown.Cut(member.Value.GetRawText())}.");
        }
        return reader.Finish();
    }

    private static void ReadWords(ChoiceReader reader, JsonProperty words)
    {
        if (words.Name == "missing")
            reader.SetNothingMissing();
        foreach (var word in words.Value.EnumerateArray())
        {
            if (Text(word) is { } text)
                reader.Set(words.Name, text);
            else
                reader.Fault(words.Name, $"Expected words, got {Shown.Cut(word.GetRawText())}.");
        }
    }

    private static void ReadColumns(ChoiceReader reader, JsonElement columns)
    {
        if (columns.ValueKind != JsonValueKind.Object)
        {
            reader.Fault("columns", $"Expected an object of columns, got {Shown.Cut(columns.GetRawText())}.");
            return;
        }
        foreach (var column in columns.EnumerateObject())
        {
            if (column.Value.ValueKind == JsonValueKind.Object)
                ReadColumn(reader, column.Name, column.Value);
            else if (Text(column.Value) is { } words)
                reader.SetColumn(column.Name, words);
            else
                reader.Fault($"columns.{column.Name}", $"Expected a type, or an object of {string.Join(", ", s_columnFields)}, got {Shown.Cut(column.Value.GetRawText())}.");
        }
    }

    private static void ReadColumn(ChoiceReader reader, string column, JsonElement said)
    {
        foreach (var member in said.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            if (!s_columnFields.Contains(member.Name))
                reader.Fault($"columns.{column}.{member.Name}", $"There is no such field. Expected any of {string.Join(", ", s_columnFields)}.");
            else if (member.Name == "alsoMissing")
                ReadColumnWords(reader, column, member.Value);
            else if (Text(member.Value) is { } mark && member.Name == "decimal")
                reader.SetColumnDecimal(column, mark);
            else if (Text(member.Value) is { } word)
                reader.SetColumn(column, word);
            else
                reader.Fault($"columns.{column}.{member.Name}", $"Expected a word, got {Shown.Cut(member.Value.GetRawText())}.");
        }
    }

    private static void ReadColumnWords(ChoiceReader reader, string column, JsonElement said)
    {
        var words = said.ValueKind == JsonValueKind.Array ? said.EnumerateArray().Select(Text).ToList() : [Text(said)];
        if (words.Contains(null))
            reader.Fault($"columns.{column}.alsoMissing", $"Expected words, got {Shown.Cut(said.GetRawText())}.");
        else
            reader.SetColumnMissing(column, words!);
    }

    // JSON can escape what is no text, half of a surrogate pair; reading it as a string would throw.
    private static string? Text(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => json.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
