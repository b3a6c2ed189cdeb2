using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Inspection;

/// <summary>
/// Reads a sample out of JSON, naming every field that is wrong: <c>{"cells":{"width":1.5,"colour":"red"}}</c> for a row, or
/// <c>{"pixels":"base64"}</c> for an image.
/// </summary>
public static class SampleInputJson
{
    /// <summary>The sample that a JSON object holds.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static SampleInput Read(JsonElement json)
    {
        var fields = JsonFields.Of(json, path: "", "cells", "pixels");
        if (fields.Has("cells") == fields.Has("pixels"))
            fields.Fault("cells", "Expected cells, for the row of a table, or pixels, for an image.");
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
        if (fields.Text("pixels") is { } text && !TryDecode(text, out pixels))
            fields.Fault("pixels", "Expected bytes in base64.");
        fields.ThrowFaults();
        return pixels is null ? new SampleInput(cells, null) : new SampleInput(null, pixels);
    }

    private static bool TryDecode(string text, out byte[]? bytes)
    {
        bytes = new byte[text.Length / 4 * 3];
        var whole = Convert.TryFromBase64String(text, bytes, out var count);
        bytes = whole ? bytes[..count] : null;
        return whole;
    }
}
