using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TrainingDashboard.Training.Control;

/// <summary>What a command was asked with, in few characters: equal for equal arguments, whatever the order of their fields.</summary>
internal static class CommandDigest
{
    private const int Bytes = 12;

    /// <returns>24 hexadecimal digits of a SHA-256; null for a command without arguments.</returns>
    public static string? Of(CommandArguments? arguments)
    {
        if (arguments is null)
            return null;
        var text = new StringBuilder();
        Write(arguments.ToJson(), text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Bytes));
    }

    private static void Write(JsonElement json, StringBuilder text)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var member in json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    text.Append(JsonSerializer.Serialize(member.Name)).Append(':');
                    Write(member.Value, text);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in json.EnumerateArray())
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(json.GetRawText()).Append(' ');
                break;
        }
    }
}
