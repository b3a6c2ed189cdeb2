using System.Globalization;
using System.Text;
using TrainingDashboard.Training.Feed.Events;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>
/// Cuts text into lines, at <c>\n</c>, <c>\r</c> or both. Of a longer line than a log line may be its beginning is told at once, and
/// at its end how much of it was left out.
/// </summary>
/// <param name="line">Hears each line.</param>
internal sealed class BoundedLines(Action<string> line)
{
    private readonly StringBuilder _text = new();
    private long _leftOut;
    private bool _isAfterReturn;

    /// <summary>Takes the next piece.</summary>
    public void Take(ReadOnlySpan<char> piece)
    {
        if (_isAfterReturn && piece is ['\n', ..])
            piece = piece[1..];
        _isAfterReturn = false;
        while (piece.IndexOfAny('\r', '\n') is >= 0 and var end)
        {
            Add(piece[..end]);
            EndLine();
            var isReturn = piece[end] == '\r';
            piece = piece[(end + 1)..];
            if (isReturn && piece is ['\n', ..])
                piece = piece[1..];
            else
                _isAfterReturn = isReturn && piece.IsEmpty;
        }

        Add(piece);
    }

    /// <summary>Ends a last line that has no end.</summary>
    public void Finish()
    {
        if (_text.Length > 0 || _leftOut > 0)
            EndLine();
    }

    private void Add(ReadOnlySpan<char> piece)
    {
        if (_leftOut > 0)
        {
            _leftOut += piece.Length;
            return;
        }

        var room = LogEvent.MaximumLength - _text.Length;
        if (piece.Length <= room)
        {
            _text.Append(piece);
            return;
        }

        // Not between the two halves of a character.
        if (room > 0 && char.IsHighSurrogate(piece[room - 1]))
            room--;
        _text.Append(piece[..room]);
        Say();
        _leftOut = piece.Length - room;
    }

    private void EndLine()
    {
        if (_leftOut == 0)
            Say();
        else
            line(string.Create(CultureInfo.InvariantCulture, $"({_leftOut:N0} further characters of this line were left out.)"));
        _leftOut = 0;
    }

    private void Say()
    {
        var text = _text.ToString();
        _text.Clear();
        line(text);
    }
}
