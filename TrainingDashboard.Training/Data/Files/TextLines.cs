using System.Text;

namespace TrainingDashboard.Training.Data.Files;

/// <summary>Lines of a text file as they are, for people to look at.</summary>
internal static class TextLines
{
    private const int MostCharacters = 400;
    private const int MostBytes = 4 * MostCharacters;

    /// <summary>Some lines, each with its number from 1.</summary>
    /// <param name="utf8">The text from its beginning, without a byte order mark; what is not UTF-8 is shown as such.</param>
    /// <param name="from">The first line, from 1.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<TextLine> Read(Stream utf8, int from, int count)
    {
        var lines = new List<TextLine>(count);
        var buffer = new byte[1 << 16];
        var kept = new List<byte>(MostBytes);
        var (number, afterReturn) = (1, false);
        int read;
        while (lines.Count < count && (read = utf8.Read(buffer)) > 0)
        {
            foreach (var value in buffer.AsSpan(0, read))
            {
                // CRLF is one end of a line
                if (afterReturn && value == '\n')
                {
                    afterReturn = false;
                    continue;
                }
                afterReturn = value == '\r';
                if (value is (byte)'\n' or (byte)'\r')
                {
                    Take();
                    number++;
                    if (lines.Count == count)
                        break;
                }
                else if (number >= from && kept.Count < MostBytes)
                {
                    kept.Add(value);
                }
            }
        }
        if (lines.Count < count && kept.Count > 0)
            Take();
        return lines;

        void Take()
        {
            if (number >= from)
                lines.Add(new TextLine(number, Shown(kept)));
            kept.Clear();
        }
    }

    private static string Shown(List<byte> bytes)
    {
        var text = Encoding.UTF8.GetString([.. bytes]);
        return text.Length <= MostCharacters ? text : text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)] + "…";
    }
}

/// <summary>A line of a text file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">What it holds, cut where it is long.</param>
public sealed record TextLine(int Number, string Text);
