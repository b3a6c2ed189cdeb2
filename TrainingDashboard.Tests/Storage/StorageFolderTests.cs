using TrainingDashboard.Tests.Data;
using TrainingDashboard.Training.Storage;

namespace TrainingDashboard.Tests.Storage;

public sealed class StorageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_ThatIsMissing_IsMade()
    {
        using var opened = StorageFolder.Open(_folder.Of("a/b/c"));

        Assert.True(Directory.Exists(opened.Path));
        Assert.True(Directory.Exists(opened.Subfolder("inside")));
        Assert.True(Path.IsPathFullyQualified(opened.Path));
    }

    [Fact]
    public void Folder_InUse_IsRefusedUntilItIsLetGo()
    {
        var first = StorageFolder.Open(_folder.Path);
        var refused = Assert.Throws<StorageException>(() => StorageFolder.Open(_folder.Path));
        first.Dispose();
        using var second = StorageFolder.Open(_folder.Path);

        Assert.StartsWith("Another dashboard is using the storage folder", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_InUseWhoseLockWasDeleted_IsRefusedAllTheSame()
    {
        using var first = StorageFolder.Open(_folder.Path);
        File.Delete(_folder.Of(".lock"));
        first.Announce("http://127.0.0.1:1");

        var refused = Assert.Throws<StorageException>(() => StorageFolder.Open(_folder.Path));

        Assert.True(refused.IsInUse);
        Assert.True(File.Exists(_folder.Of(".address")));
        first.Dispose();
        StorageFolder.Open(_folder.Path).Dispose();
    }

    [Fact]
    public void Folder_UnderAFile_IsRefusedWithASentence()
    {
        File.WriteAllText(_folder.Of("file"), "");

        var refused = Assert.Throws<StorageException>(() => StorageFolder.Open(_folder.Of("file/data")));

        Assert.Contains("cannot be used", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Path_ThatIsNone_IsRefusedWithASentence(string path)
        => Assert.Throws<StorageException>(() => StorageFolder.Open(path));
}
