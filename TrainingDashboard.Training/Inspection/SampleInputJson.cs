using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Inspection;

/// <summary>
/// Reads a sample out of JSON, naming every field that is wrong: <c>{"cells":{"width":1.5,"colour":"red"}}</c> for a row,
/// <c>{"pixels":"base64"}</c> for an image, or <c>{"text":"To be or n"}</c> for a text.
/// </summary>
public static class SampleInputJson
{
    private static readonly string[] s_forms = ["cells", "pixels", "text"];

    /// <summary>The sample that a JSON object holds.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static SampleInput Read(JsonElement json)
    {
        var fields = JsonFields.Of(json, path: "", s_forms);
        if (s_forms.Count(fields.Has) != 1)
            fields.Fault("cells", "Expected cells, for the row of a table, pixels, for an image, or text, for the beginning of a text.");
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields.Members("cells") ?? [])
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.String:
                    cells[name] = value.GetString()!;
                    break;
                case JsonValueKind.Number:
                    cells[name] = value.GetRawText();
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    fields.Fault($"cells.{Shown.Cut(name)}", $"Expected a text or a number, got {Shown.Cut(value.GetRawText())}.");
                    break;
            }
        }

        byte[]? pixels = null;
        if (fields.Text("pixels") is { } base64 && !TryDecode(base64, out pixels))
            fields.Fault("pixels", "Expected bytes in base64.");
        var text = fields.Text("text");
        fields.ThrowFaults();
        return new SampleInput(pixels is null && text is null ? cells : null, pixels, text);
    }

    private static bool TryDecode(string text, out byte[]? bytes)
    {
        bytes = new byte[text.Length / 4 * 3];
        var whole = Convert.TryFromBase64String(text, bytes, out var count);
        bytes = whole ? bytes[..count] : null;
        return whole;
    }
}
