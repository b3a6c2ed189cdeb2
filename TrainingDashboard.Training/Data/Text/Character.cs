using System.Globalization;
using System.Text;

namespace TrainingDashboard.Training.Data.Text;

/// <summary>A character of a text: one Unicode code point.</summary>
/// <param name="Rune">The code point.</param>
public readonly record struct Character(Rune Rune)
{
    /// <summary>The character itself.</summary>
    public string Text => Rune.ToString();

    /// <summary>What people see of it: itself, or a sign for one that cannot be seen.</summary>
    public string Name => Rune.Value switch
    {
        ' ' => "␣",
        '\n' => "↵",
        '\t' => "⇥",
        // the signs themselves, so that no two characters have one name
        '␣' or '↵' or '⇥' => Code,
        _ when IsInvisible => Code,
        _ => Text,
    };

    private string Code => string.Create(CultureInfo.InvariantCulture, $"U+{Rune.Value:X4}");

    private bool IsInvisible => Rune.GetUnicodeCategory(Rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
