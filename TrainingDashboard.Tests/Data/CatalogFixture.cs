using System.Text;
using TrainingDashboard.Training.Data;

namespace TrainingDashboard.Tests.Data;

/// <summary>A catalog over a storage folder and a data directory that live as long as a test.</summary>
public abstract class CatalogFixture : IDisposable
{
    protected const string Table = "a,b,kind\n1,2,x\n2,?,y\n3,4,x\n4,5,y\n5,6,x\n6,7,y\n7,8,x\n8,9,y\n9,1,x\n10,2,y\n11,3,x\n12,4,y\n";
    protected static readonly DateTimeOffset s_now = new(2030, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    protected CatalogFixture()
    {
        Directory.CreateDirectory(DataDirectory);
        Catalog = NewCatalog();
    }

    protected DatasetCatalog Catalog { get; }

    protected string DataDirectory => _folder.Of("data");

    protected string Outside => _folder.Of("outside");

    protected string Storage => _folder.Of(Path.Combine("storage", "datasets"));

    protected DatasetCatalog NewCatalog(DatasetLimits? limits = null, string? dataDirectory = null) => new(
        new DatasetsOptions { StorageFolder = _folder.Of("storage"), DataDirectory = dataDirectory ?? DataDirectory, Limits = limits ?? new DatasetLimits() },
        new FixedTime());

    protected static DatasetUpload Upload(string text, string fileName = "my table.csv") => Upload(Encoding.UTF8.GetBytes(text), fileName);

    protected static DatasetUpload Upload(byte[] bytes, string fileName = "file") => new(fileName, new MemoryStream(bytes));

    protected void Put(string relativePath, byte[] bytes)
    {
        var path = Path.Combine(DataDirectory, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    protected void Put(string relativePath, string text) => Put(relativePath, Encoding.UTF8.GetBytes(text));

    /// <summary>What the storage holds, leftovers included.</summary>
    protected string[] Stored() => Directory.Exists(Storage) ? [.. Directory.GetFileSystemEntries(Storage).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)] : [];

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => s_now;
    }
}
