using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>Reads a part of a form that is looked for when the first byte is asked for.</summary>
/// <param name="open">Finds the part.</param>
/// <param name="ended">Called at the part's end, before the reader hears of it.</param>
internal sealed class UploadPartStream(Func<CancellationToken, Task<Stream>> open, Func<CancellationToken, Task>? ended = null) : Stream
{
    private Stream? _inner;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Turns what the form's reader says of a broken form into a fault of the client's.</summary>
    /// <exception cref="InvalidInputException">The form ends early or has parts that are none.</exception>
    public static async Task<T> Explained<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new InvalidInputException("body", "Expected a whole multipart form: " + e.Message);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended)
            return 0;
        _inner ??= await open(cancellationToken);
        var read = await Explained(() => _inner.ReadAsync(buffer, cancellationToken).AsTask());
        if (read == 0 && buffer.Length > 0)
        {
            if (ended is not null)
                await ended(cancellationToken);
            _ended = true;
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Forms are read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
