using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Datasets;

/// <summary>A part of a form; that the form ends early is told as the client's fault.</summary>
internal sealed class ExplainedStream(Stream inner) : Stream
{
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
    public static async Task<T> Explain<T>(Func<Task<T>> read)
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

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await Explain(() => inner.ReadAsync(buffer, cancellationToken).AsTask());

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Forms are read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
