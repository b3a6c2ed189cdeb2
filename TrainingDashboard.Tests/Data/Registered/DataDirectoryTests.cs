using System.Text;
using TrainingDashboard.Tests.Data.Images;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Data.Registered;

public sealed class DataDirectoryTests : CatalogFixture
{
    [Fact]
    public async Task RegisterPath_OfATextFile_IsATextUnlessItIsSaidToBeATable()
    {
        Put("t.txt", Table);

        Assert.Equal(DatasetKind.Text, Assert.Single(Catalog.Browse()).Kind);
        Assert.Equal(DatasetKind.Text, (await Catalog.RegisterPathAsync("one", "t.txt", null, default)).Kind);
        Assert.Equal(DatasetKind.Table, (await Catalog.RegisterPathAsync("two", "t.txt", new DatasetChoices { Kind = DatasetKind.Table }, default)).Kind);
        Assert.Equal(12, (await NewCatalog().LoadAsync("two", default)).Prepare(0.2, 1).Count);
    }

    [Fact]
    public async Task RegisterPath_Table_StaysWhereItIs()
    {
        Put("deep/er/t.csv", Table);
        var info = await Catalog.RegisterPathAsync("t", "deep/er/t.csv", null, default);

        Assert.Equal((DatasetOrigin.Registered, "csv", 12), (info.Origin, info.Format, info.Samples));
        Assert.Equal(12, (await NewCatalog().LoadAsync("t", default)).Prepare(0.2, 1).Count);
        await Catalog.RemoveAsync("t", default);
        Assert.True(File.Exists(Path.Combine(DataDirectory, "deep/er/t.csv")));
    }

    [Fact]
    public async Task RegisterPath_Folder_FindsItsPair()
    {
        Put("mnist/t10k-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images()));
        Put("mnist/t10k-labels.idx1-ubyte", IdxBytes.Labels());

        Assert.Equal((DatasetKind.Images, 20), (await Catalog.RegisterPathAsync("m", "mnist", null, default) is var info ? info.Kind : default, info.Samples));
        Assert.Equal(20, (await Catalog.RegisterPathAsync("m2", "mnist/t10k-images-idx3-ubyte.gz", null, default)).Samples);
        Assert.Equal(20, (await Catalog.LoadAsync("m", default)).Prepare(0.2, 1).Count);
    }

    [Fact]
    public async Task RegisterPath_FolderWithImagesToLearnFromAndToTestBy_IsBoth()
    {
        Put("mnist/train-images-idx3-ubyte", IdxBytes.Images());
        Put("mnist/train-labels-idx1-ubyte", IdxBytes.Labels());
        Put("mnist/t10k-images-idx3-ubyte", IdxBytes.Images());
        Put("mnist/t10k-labels-idx1-ubyte", IdxBytes.Labels());

        var info = await Catalog.RegisterPathAsync("m", "mnist", null, default);
        var data = (await Catalog.LoadAsync("m", default)).Prepare(0.2, 1);

        Assert.Equal((40, 20), (info.Samples, info.TestSamples));
        Assert.Equal(Enumerable.Range(20, 20), data.TestRows);
        Assert.Equal((16, 4), (data.TrainRows.Length, data.ValidationRows.Length));
        Assert.All(data.TrainRows.Concat(data.ValidationRows), row => Assert.InRange(row, 0, 19));
    }

    [Fact]
    public async Task RegisterPath_FolderWithoutOnePair_IsRefused()
    {
        Put("none/a.csv", Table);
        Put("two/train-images-idx3-ubyte", IdxBytes.Images());
        Put("two/train-labels-idx1-ubyte", IdxBytes.Labels());
        Put("two/other-images-idx3-ubyte", IdxBytes.Images());
        Put("two/other-labels-idx1-ubyte", IdxBytes.Labels());
        Put("half/t10k-images-idx3-ubyte", IdxBytes.Images());

        Assert.Contains("there are none", (await Assert.ThrowsAsync<DatasetFormatException>(() => Catalog.RegisterPathAsync("t", "none", null, default))).Message, StringComparison.Ordinal);
        Assert.Contains("other-images-idx3-ubyte, train-images-idx3-ubyte", await Refusal("two"), StringComparison.Ordinal);
        Assert.Contains("labels beside", await Refusal("half/t10k-images-idx3-ubyte"), StringComparison.Ordinal);
        Assert.Empty(Stored());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../outside/secret.csv")]
    [InlineData("sub/../../outside/secret.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\outside\\secret.csv")]
    [InlineData("C:/windows/win.ini")]
    [InlineData("~/x.csv")]
    [InlineData("t.csv\0")]
    [InlineData("../data-other/secret.csv")]
    [InlineData("missing.csv")]
    public async Task RegisterPath_EscapingOrMissing_IsRefused(string path)
    {
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "secret.csv"), Table);
        Put("sub/t.csv", Table);

        await Refusal(path);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task RegisterPath_LinkLeadingOutside_IsRefused()
    {
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "secret.csv"), Table);
        File.WriteAllBytes(Path.Combine(Outside, "labels"), IdxBytes.Labels());
        Put("pair/x-images-idx3-ubyte", IdxBytes.Images());
        File.CreateSymbolicLink(Path.Combine(DataDirectory, "file.csv"), Path.Combine(Outside, "secret.csv"));
        File.CreateSymbolicLink(Path.Combine(DataDirectory, "relative.csv"), "../outside/secret.csv");
        File.CreateSymbolicLink(Path.Combine(DataDirectory, "chain.csv"), "file.csv");
        Directory.CreateSymbolicLink(Path.Combine(DataDirectory, "folder"), Outside);
        File.CreateSymbolicLink(Path.Combine(DataDirectory, "loop.csv"), "loop.csv");
        File.CreateSymbolicLink(Path.Combine(DataDirectory, "pair/x-labels-idx1-ubyte"), Path.Combine(Outside, "labels"));

        foreach (var path in new[] { "file.csv", "relative.csv", "chain.csv", "folder/secret.csv", "folder", "loop.csv" })
            await Refusal(path);
        await Assert.ThrowsAsync<DatasetFormatException>(() => Catalog.RegisterPathAsync("t", "pair", null, default));
        Assert.Equal([], Catalog.Browse().Select(e => e.Path));
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task RegisterPath_LinkInside_IsFollowed()
    {
        Put("real/t.csv", Table);
        Directory.CreateSymbolicLink(Path.Combine(DataDirectory, "linked"), "real");

        Assert.Equal(12, (await Catalog.RegisterPathAsync("t", "linked/t.csv", null, default)).Samples);
    }

    [Fact]
    public async Task RegisterPath_DataDirectoryIsItselfALink_Works()
    {
        Put("t.csv", Table);
        Directory.CreateSymbolicLink(Outside, DataDirectory);
        var catalog = NewCatalog(dataDirectory: Outside);

        Assert.Equal(12, (await catalog.RegisterPathAsync("t", "t.csv", null, default)).Samples);
        Assert.Equal(12, (await catalog.LoadAsync("t", default)).Prepare(0.2, 1).Count);
    }

    [Fact]
    public async Task Load_FileSwappedForALinkOutside_IsUnavailable()
    {
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "secret.csv"), Table);
        Put("t.csv", Table);
        await Catalog.RegisterPathAsync("t", "t.csv", null, default);
        File.Delete(Path.Combine(DataDirectory, "t.csv"));
        File.CreateSymbolicLink(Path.Combine(DataDirectory, "t.csv"), Path.Combine(Outside, "secret.csv"));

        await Assert.ThrowsAsync<DatasetUnavailableException>(() => Catalog.LoadAsync("t", default));
    }

    [Fact]
    public async Task Load_FileChangedOrGone_IsUnavailable()
    {
        Put("t.csv", Table);
        await Catalog.RegisterPathAsync("t", "t.csv", null, default);

        File.SetLastWriteTimeUtc(Path.Combine(DataDirectory, "t.csv"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var changed = await Assert.ThrowsAsync<DatasetUnavailableException>(() => Catalog.LoadAsync("t", default));
        Assert.Contains("has changed", changed.Message, StringComparison.Ordinal);
        Put("t.csv", Table + "1,2,x\n");
        await Assert.ThrowsAsync<DatasetUnavailableException>(() => Catalog.LoadAsync("t", default));
        File.Delete(Path.Combine(DataDirectory, "t.csv"));
        await Assert.ThrowsAsync<DatasetUnavailableException>(() => Catalog.LoadAsync("t", default));
        Assert.Equal(12, Catalog.Find("t")!.Samples);
    }

    [Fact]
    public async Task RegisterPath_EmptyFile_IsRefusedUnopened()
    {
        Put("t.csv", "");
        var fault = await Assert.ThrowsAsync<DatasetFormatException>(() => Catalog.RegisterPathAsync("t", "t.csv", null, default));

        Assert.Equal("t.csv", fault.FileName);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task Browse_ListsTablesAndPairs()
    {
        Put("t.csv", Table);
        Put("sub/u.TSV", Table);
        Put(".hidden.csv", Table);
        Put("image.png", Table);
        Put("mnist/t10k-images-idx3-ubyte.gz", IdxBytes.Images());
        Put("mnist/t10k-labels-idx1-ubyte.gz", IdxBytes.Labels());

        var entries = Catalog.Browse();
        Assert.Equal(["mnist", "sub/u.TSV", "t.csv"], entries.Select(e => e.Path));
        Assert.Equal(["mnist/t10k-images-idx3-ubyte.gz", "mnist/t10k-labels-idx1-ubyte.gz"], entries[0].Files);
        Assert.Equal((DatasetKind.Table, Encoding.UTF8.GetByteCount(Table)), (entries[2].Kind, (int)entries[2].Bytes));
        foreach (var entry in entries)
            Assert.Equal(entry.Kind, (await Catalog.RegisterPathAsync(entry.Path, entry.Path, null, default)).Kind);
    }

    [Fact]
    public async Task NoDataDirectory_BrowseIsEmpty_RegisterIsRefused()
    {
        var catalog = NewCatalog(dataDirectory: " ");

        Assert.Empty(catalog.Browse());
        await Assert.ThrowsAsync<InvalidInputException>(() => catalog.RegisterPathAsync("t", "t.csv", null, default));
    }

    [SharedDataFact]
    public async Task Browse_SharedData_RegistersMnist()
    {
        var catalog = NewCatalog(dataDirectory: SharedData.Folder);

        Assert.Contains(catalog.Browse(), e => e is { Path: "mnist", Kind: DatasetKind.Images });
        Assert.Equal(10_000, (await catalog.RegisterPathAsync("MNIST 10k", "mnist", null, default)).Samples);
        Assert.Equal("7", (await catalog.PreviewAsync("mnist-10k", default)).Images[7].Label);
    }

    private async Task<string> Refusal(string path)
    {
        var fault = await Assert.ThrowsAsync<InvalidInputException>(() => Catalog.RegisterPathAsync("t", path, null, default));
        Assert.Equal("path", Assert.Single(fault.Errors).Field);
        return fault.Message;
    }
}
