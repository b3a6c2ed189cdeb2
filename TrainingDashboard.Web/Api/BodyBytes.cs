namespace TrainingDashboard.Web.Api;

/// <summary>Reads a request's body whole, as far as that is not too long.</summary>
internal static class BodyBytes
{
    private const int Maximum = 256 * 1024;

    /// <exception cref="BadHttpRequestException">The body is too long.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Maximum)
            throw TooLong();
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > Maximum)
                throw TooLong();
            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static BadHttpRequestException TooLong()
        => new($"The body is longer than {Maximum} bytes.", StatusCodes.Status413PayloadTooLarge);
}
