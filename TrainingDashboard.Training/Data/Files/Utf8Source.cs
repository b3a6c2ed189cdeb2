using System.Text;

namespace TrainingDashboard.Training.Data.Files;

/// <summary>Opens a text file in any of the known encodings as a stream of UTF-8.</summary>
internal static class Utf8Source
{
    /// <summary>The encoding that the first bytes speak for: a byte order mark, or every other byte zero; else UTF-8.</summary>
    public static TextEncoding Guess(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..])
            return TextEncoding.Utf16;
        if (head is [0xFE, 0xFF, ..])
            return TextEncoding.Utf16BigEndian;
        var pairs = head.Length / 2;
        var (evenZeros, oddZeros) = (0, 0);
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            evenZeros += head[i] == 0 ? 1 : 0;
            oddZeros += head[i + 1] == 0 ? 1 : 0;
        }
        // mostly ASCII in UTF-16: one of the two bytes is nearly always zero, the other nearly never
        if (pairs >= 4 && oddZeros > pairs * 0.7 && evenZeros < pairs * 0.1)
            return TextEncoding.Utf16;
        return pairs >= 4 && evenZeros > pairs * 0.7 && oddZeros < pairs * 0.1 ? TextEncoding.Utf16BigEndian : TextEncoding.Utf8;
    }

    /// <summary>The same characters in UTF-8, without a byte order mark.</summary>
    /// <param name="bytes">The file at its beginning. Closed with the result.</param>
    /// <param name="encoding">How it is written. Reading fails with <see cref="DecoderFallbackException"/> where it is not so.</param>
    public static Stream Open(Stream bytes, TextEncoding encoding) => new WithoutMark(encoding switch
    {
        TextEncoding.Utf8 => bytes,
        TextEncoding.Utf16 => Encoding.CreateTranscodingStream(bytes, new UnicodeEncoding(false, false, throwOnInvalidBytes: true), s_utf8),
        TextEncoding.Utf16BigEndian => Encoding.CreateTranscodingStream(bytes, new UnicodeEncoding(true, false, throwOnInvalidBytes: true), s_utf8),
        TextEncoding.Windows1252 => Encoding.CreateTranscodingStream(bytes, CodePagesEncodingProvider.Instance.GetEncoding(1252)!, s_utf8),
        _ => Encoding.CreateTranscodingStream(bytes, Encoding.Latin1, s_utf8),
    });

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Leaves out a byte order mark at the beginning.</summary>
    private sealed class WithoutMark(Stream inner) : ReadOnlyStream
    {
        private readonly byte[] _head = new byte[3];
        private int _headStart;
        private int _headEnd = -1;

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty)
                return 0;
            if (_headEnd < 0)
            {
                _headEnd = inner.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
                _headStart = _head.AsSpan(0, _headEnd) is [0xEF, 0xBB, 0xBF] ? 3 : 0;
            }
            if (_headStart == _headEnd)
                return inner.Read(buffer);
            var count = Math.Min(buffer.Length, _headEnd - _headStart);
            _head.AsSpan(_headStart, count).CopyTo(buffer);
            _headStart += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
