using TrainingDashboard.Training.Data.Idx;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Text;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>Takes in and parses the files of a dataset.</summary>
internal static class DatasetFiles
{
    /// <summary>Parses files that are in order: a table or a text, or images and then labels.</summary>
    /// <param name="kind">What they hold.</param>
    /// <param name="paths">Where they are.</param>
    /// <param name="files">What they are called.</param>
    /// <param name="table">What is known of a table.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellationToken">Looked at while a table is read.</param>
    public static Dataset Parse(
        DatasetKind kind, IReadOnlyList<string> paths, IReadOnlyList<DatasetFile> files, TableOptions? table, DatasetLimits limits, CancellationToken cancellationToken)
    {
        using var first = Open(paths[0]);
        if (kind == DatasetKind.Text)
            return TextFile.Read(first, files[0].Title, limits, cancellationToken);
        if (kind == DatasetKind.Table)
            return CsvTable.Read(first, files[0].Title, table, limits, cancellationToken);
        using var second = Open(paths[1]);
        return IdxImages.Read(first, files[0].Title, second, files[1].Title, limits, cancellationToken);
    }

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

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);

    /// <summary>A client's file name as words to show: never used as a path.</summary>
    private static string SafeTitle(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var shown = string.Concat(name.Where(c => !char.IsControl(c)).Take(100)).Trim();
        return shown.Length > 0 ? shown : "the file";
    }
}
