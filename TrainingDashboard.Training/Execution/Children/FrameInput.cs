using System.Buffers.Binary;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>Frames as they come out of a pipe.</summary>
/// <param name="pipe">The pipe, buffered.</param>
/// <param name="maximum">The longest frame, bytes.</param>
internal sealed class FrameInput(BufferedStream pipe, int maximum = int.MaxValue)
{
    /// <summary>A buffer for many frames.</summary>
    public const int BufferSize = 1 << 16;

    private const int Kept = 1 << 20;
    private byte[] _frame = new byte[256];

    /// <summary>Waits for the next frame.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="values">Its values, until the next call.</param>
    /// <returns>False where the other side has closed the pipe, in the middle of a frame or not.</returns>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    public bool TryRead(out byte kind, out FrameValues values)
    {
        kind = 0;
        values = default;
        Span<byte> prefix = stackalloc byte[4];
        if (pipe.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length < 1 || length > maximum)
            throw new InvalidDataException($"A frame of {length} bytes.");
        if (_frame.Length < length || _frame.Length > Kept)
            _frame = new byte[Math.Max(length, 256)];
        if (pipe.ReadAtLeast(_frame.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
            return false;
        kind = _frame[0];
        values = new FrameValues(_frame.AsSpan(1, length - 1));
        return true;
    }
}
