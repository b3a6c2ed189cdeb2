using TrainingDashboard.Training.Data.Formats;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>Takes in the files of a dataset.</summary>
internal static class DatasetFiles
{
    /// <summary>What a file is called in a dataset's folder.</summary>
    public static string NameOf(FileRole role) => role switch
    {
        FileRole.Labels => "labels",
        FileRole.Test => "test",
        FileRole.TestLabels => "test-labels",
        _ => "main",
    };

    /// <summary>Writes an upload to a new file, no more of it than allowed.</summary>
    /// <exception cref="DatasetFormatException">It is too large.</exception>
    public static async Task<DatasetFile> ReceiveAsync(
        DatasetUpload upload, string folder, string name, DatasetLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        var title = SafeTitle(upload.FileName);
        var buffer = new byte[1 << 16];
        var total = 0L;
        var file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            int read;
            while ((read = await upload.Content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (total > limits.MaxFileBytes)
                    throw DatasetFormatException.AtByte(title, limits.MaxFileBytes, $"Expected a file of at most {limits.MaxFileBytes:N0} bytes, but this one is larger.");
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
        return new DatasetFile(name, title, total, time.GetUtcNow());
    }

    /// <summary>A client's file name as words to show: never used as a path.</summary>
    private static string SafeTitle(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var shown = string.Concat(name.Where(c => !char.IsControl(c)).Take(100)).Trim();
        return shown.Length > 0 ? shown : "the file";
    }
}
