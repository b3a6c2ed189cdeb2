using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Files;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>What a dataset is made of, in 64 hexadecimal digits: of its files alone, and with how they are read.</summary>
internal static class DatasetDigest
{
    /// <summary>SHA-256 over the files, each with its role.</summary>
    /// <param name="files">Roles and full paths.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">A file cannot be read, or is no plain one.</exception>
    public static string OfContent(IEnumerable<(FileRole Role, string Path)> files, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        foreach (var (role, path) in files)
            lines.Append(role).Append(' ').Append(OfFile(path, cancellationToken)).Append('\n');
        return Hex(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    /// <summary>SHA-256 over the files' digest and how they are read.</summary>
    public static string Of(string content, DatasetReading? reading, JsonSerializerOptions json)
        => Hex(SHA256.HashData(Encoding.UTF8.GetBytes($"{content}\n{JsonSerializer.Serialize(reading, json)}")));

    private static string OfFile(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path) is { Exists: true, LinkTarget: null, Length: 0 })
            return Hex(SHA256.HashData([]));
        using var file = PlainFile.OpenRead(path, Path.GetDirectoryName(path)!, FileShare.Read, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Hex(hash.GetHashAndReset());
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
