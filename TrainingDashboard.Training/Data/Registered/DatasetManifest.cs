using System.Text.Json;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Files;

namespace TrainingDashboard.Training.Data.Registered;

/// <summary>What <c>dataset.json</c> holds: the sign that a dataset is wholly registered.</summary>
/// <param name="Version">Of this format: 2. Version 1 had no <paramref name="Reading"/>, so tables were looked into anew by each job.</param>
/// <param name="Info">What is shown of the dataset.</param>
/// <param name="Files">Its files, each with its role.</param>
/// <param name="Table">What was said about a table; only in version 1.</param>
/// <param name="Reading">How the files are read.</param>
/// <param name="Choices">What a person said of them.</param>
/// <param name="Content">The digest of the files when it was registered; null where it was not taken then.</param>
/// <param name="Digest">The digest of the files and how they are read; null where it was not taken.</param>
internal sealed record DatasetManifest(
    int Version, DatasetInfo Info, IReadOnlyList<DatasetFile> Files, FirstTable? Table, DatasetReading? Reading, DatasetChoices? Choices,
    string? Content = null, string? Digest = null)
{
    public const int CurrentVersion = 2;
    public const string FileName = "dataset.json";
    public const string PreviewFileName = "preview.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Reads a folder's manifest; null if it has none, or none this program can read.</summary>
    public static DatasetManifest? Read(string folder)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<DatasetManifest>(Bytes(folder, FileName), s_json);
            return manifest switch
            {
                { Version: CurrentVersion, Info: not null, Files.Count: > 0, Reading: not null } => manifest,
                { Version: 1, Info: not null, Files.Count: > 0 } => FirstVersion.Upgrade(manifest),
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public static DatasetPreview? ReadPreview(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<DatasetPreview>(Bytes(folder, PreviewFileName), s_json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    // Neither file may be a link, nor the dataset's folder or the one of all.
    private static byte[] Bytes(string folder, string name)
        => PlainFile.ReadAllBytes(Path.Combine(folder, name), Path.GetDirectoryName(Path.GetDirectoryName(folder))!);

    /// <summary>The digest of files with this content that are read as these are.</summary>
    public string DigestOf(string content) => DatasetDigest.Of(content, Reading, s_json);

    public void Write(string folder) => Write(Path.Combine(folder, FileName), this);

    public static void WritePreview(string folder, DatasetPreview preview) => Write(Path.Combine(folder, PreviewFileName), preview);

    private static void Write<T>(string path, T value)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(stream, value, s_json);
        // The folder is renamed into place next: what it holds must be on the disk by then.
        stream.Flush(flushToDisk: true);
    }
}

/// <summary>One file of a dataset.</summary>
/// <param name="Path">Uploaded: the file's name in the dataset's folder. Registered: relative to the data directory, with slashes.</param>
/// <param name="Title">What people call it in faults.</param>
/// <param name="Bytes">Its size when registered.</param>
/// <param name="ModifiedAt">When it had last been written; checked for registered files.</param>
/// <param name="Role">What it is in the dataset.</param>
internal sealed record DatasetFile(string Path, string Title, long Bytes, DateTimeOffset ModifiedAt, FileRole Role = FileRole.Main);
