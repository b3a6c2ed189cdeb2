using System.Globalization;
using System.Text.Json;

namespace TrainingDashboard.Training.Trainers;

/// <summary>Values of hyperparameters as text: in forms, in addresses, and as people read them.</summary>
public static class HyperparameterText
{
    /// <summary>The text that stands for a value: numbers without an exponent, lists with commas between.</summary>
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => item.GetRawText())),
        JsonValueKind.Number => value.GetDouble().ToString("0.##########", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    /// <summary>
    /// The value that a text stands for. One that stands for none stays a text, so that the check of the hyperparameter says what
    /// was expected instead.
    /// </summary>
    public static JsonElement Read(Hyperparameter hyperparameter, string text) => hyperparameter switch
    {
        RealHyperparameter when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            => JsonSerializer.SerializeToElement(real),
        IntegerHyperparameter => Whole(text),
        // Also as Python writes it.
        ToggleHyperparameter when bool.TryParse(text, out var on) => JsonSerializer.SerializeToElement(on),
        IntegersHyperparameter => JsonSerializer.SerializeToElement(
            (text.Trim() is ['[', .. var listed, ']'] ? listed : text).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Whole)),
        _ => JsonSerializer.SerializeToElement(text),
    };

    /// <summary>The whole number that a text stands for, else the text.</summary>
    public static JsonElement Whole(string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? JsonSerializer.SerializeToElement(whole)
            : JsonSerializer.SerializeToElement(text);
}
