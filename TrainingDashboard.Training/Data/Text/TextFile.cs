using System.Globalization;
using System.Text;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Files;

namespace TrainingDashboard.Training.Data.Text;

/// <summary>Reads a text file in one pass, holding two bytes for each of its characters.</summary>
public static class TextFile
{
    private const int LookAtCancellationEvery = 1 << 16;

    /// <summary>Names of files that are taken for texts where nobody says what they are.</summary>
    private static readonly string[] s_extensions = [".txt", ".text", ".md"];

    /// <summary>Whether a file is taken for a text by its name.</summary>
    public static bool IsNamedSo(string fileName) => s_extensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a whole text.</summary>
    /// <param name="stream">UTF-8 without a byte order mark; read to its end, not closed.</param>
    /// <param name="fileName">Name for faults.</param>
    /// <param name="limits">Bounds; null takes the defaults.</param>
    /// <param name="cancellationToken">Looked at now and then.</param>
    /// <exception cref="DatasetFormatException">The file is refused; says where and why.</exception>
    public static TextDataset Read(Stream stream, string fileName, DatasetLimits? limits = null, CancellationToken cancellationToken = default)
    {
        limits ??= new DatasetLimits();
        var reader = new RuneReader(new TextBytes(stream, fileName, limits), fileName);
        var firstSeen = new Dictionary<int, ushort>();
        var codes = new List<ushort>();
        while (reader.Next() is { } rune)
        {
            if (codes.Count % LookAtCancellationEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (codes.Count >= limits.MaxPreparedValues)
                throw reader.Fault($"Expected at most {limits.MaxPreparedValues:N0} characters, but the file has more.");
            if (!firstSeen.TryGetValue(rune.Value, out var code))
            {
                if (firstSeen.Count >= limits.MaxClasses)
                    throw reader.Fault($"Expected at most {limits.MaxClasses:N0} different characters, but {new Character(rune).Name} is one more.");
                firstSeen.Add(rune.Value, code = (ushort)firstSeen.Count);
            }

            codes.Add(code);
        }

        if (codes.Count < limits.MinRows)
            throw reader.Fault($"Expected at least {limits.MinRows} characters, but the file ends after {codes.Count}.");
        return Sorted(firstSeen, codes);
    }

    // As they were first seen, the codes would depend on how the text begins.
    private static TextDataset Sorted(Dictionary<int, ushort> firstSeen, List<ushort> codes)
    {
        var sorted = firstSeen.Keys.Order().ToArray();
        var final = new ushort[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
            final[firstSeen[sorted[i]]] = (ushort)i;
        return new TextDataset
        {
            Characters = [.. sorted.Select(value => new Character(new Rune(value)))],
            Codes = [.. codes.Select(code => final[code])],
        };
    }

    /// <summary>Decodes UTF-8 strictly, makes one LF of every line end, and knows where it is.</summary>
    private sealed class RuneReader(TextBytes bytes, string fileName)
    {
        private readonly byte[] _rune = new byte[4];
        private int _line = 1;
        private int _column;
        private bool _lineEnds;
        private bool _afterReturn;

        /// <summary>The next character; null at the end.</summary>
        public Rune? Next()
        {
            var rune = Decode();
            if (_afterReturn && rune?.Value == '\n')
            {
                _column = 0;
                rune = Decode();
            }

            _afterReturn = rune?.Value == '\r';
            if (rune is { Value: < ' ' and not '\n' and not '\r' and not '\t' and not '\f' } control)
                throw Fault(string.Create(CultureInfo.InvariantCulture, $"Expected text, but there is the control character U+{control.Value:X4}. Is it a text file?"));
            _lineEnds = rune?.Value is '\n' or '\r';
            return _afterReturn ? new Rune('\n') : rune;
        }

        /// <summary>A fault at the character read last.</summary>
        public DatasetFormatException Fault(FormattableString reason) => Fault(reason.ToString(CultureInfo.InvariantCulture));

        private DatasetFormatException Fault(string reason) => DatasetFormatException.AtCharacter(fileName, _line, Math.Max(_column, 1), reason);

        private Rune? Decode()
        {
            if (!bytes.Available(_line))
                return null;
            if (_lineEnds)
                (_line, _column, _lineEnds) = (_line + 1, 0, false);
            _column++;
            var length = 0;
            do
            {
                _rune[length++] = bytes.Window[0];
                bytes.Advance(1);
            }
            while (length < Length(_rune[0]) && bytes.Available(_line) && (bytes.Window[0] & 0xC0) == 0x80);

            return Rune.DecodeFromUtf8(_rune.AsSpan(0, length), out var rune, out var consumed) == System.Buffers.OperationStatus.Done && consumed == length
                ? rune
                : throw Fault(string.Create(CultureInfo.InvariantCulture, $"Expected UTF-8 text, but the byte 0x{_rune[0]:X2} here begins no character. Save the file as UTF-8, or choose another encoding."))
                    .With(new Offer("Read it as Windows-1252", new DatasetChoices { Encoding = TextEncoding.Windows1252 }));
        }

        private static int Length(byte first) => first switch
        {
            < 0xC0 => 1,
            < 0xE0 => 2,
            < 0xF0 => 3,
            _ => 4,
        };
    }
}
