using System.IO.Compression;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Images;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Data.Images.Pictures;

public sealed class PictureImportTests : CatalogFixture
{
    [Fact]
    public async Task Zip_OfClassFolders_BecomesImagesOfOneSize()
    {
        var info = await AddAsync("pets.zip", Picture.Zip(Pets("pets/")), new DatasetChoices { Width = 8, Height = 6 });
        var images = Assert.IsType<ImageDataset>(await NewCatalog().LoadAsync(info.Name, default));

        Assert.Equal((DatasetKind.Images, "images", 20, 2, new SampleShape(3, 6, 8)), (info.Kind, info.Format, info.Samples, info.Classes, info.Shape));
        Assert.Equal(["cat", "dog"], images.ClassNames);
        Assert.Equal(Enumerable.Repeat((byte)200, 48).Concat(Enumerable.Repeat((byte)30, 48)).Concat(Enumerable.Repeat((byte)10, 48)), images.Image(0).ToArray());
        Assert.DoesNotContain("received-0", Directory.GetFiles(Path.Combine(Storage, info.Name)).Select(Path.GetFileName));
    }

    [Fact]
    public async Task TarGz_WithTrainAndTestFolders_KeepsTheTestPicturesForTesting()
    {
        var files = Pets("data/train/").Concat(Pets("data/test/").Take(6));
        var info = await AddAsync("pets.tar.gz", Picture.TarGz(files), null);
        var data = (await Catalog.LoadAsync(info.Name, default)).Prepare(0.25, 3);

        Assert.Equal((26, 6), (info.Samples, info.TestSamples));
        Assert.Equal(Enumerable.Range(20, 6), data.TestRows);
        Assert.Equal(20, data.TrainRows.Length + data.ValidationRows.Length);
    }

    [Fact]
    public async Task Pictures_OfSeveralSizes_AreResizedAndThatIsSaid()
    {
        var profile = await ExamineAsync("pets.zip", Picture.Zip(Pets("").Select((file, i) => (file.Path, Picture.Jpeg(10 + i, 20, 200, 30, 10)))));

        Assert.Equal(new SampleShape(3, 64, 64), profile.Shape);
        var resized = Assert.Single(profile.Findings, finding => finding.Code == "resized");
        Assert.Contains("from 10 × 20 to 29 × 20 pixels", resized.Message, StringComparison.Ordinal);
        Assert.Equal((32, 32), (resized.Offers[0].Choices.Width, resized.Offers[0].Choices.Height));
    }

    [Fact]
    public async Task Pictures_AllGrey_HaveOneChannel()
    {
        var grey = await ExamineAsync("pets.zip", Picture.Zip(Pets("").Select((file, i) => (file.Path, Picture.GreyPng(9, 9, (byte)i)))));
        var coloured = await ExamineAsync("pets.zip", Picture.Zip(Pets("")), new DatasetChoices { Grey = true });

        Assert.Equal(new SampleShape(1, 9, 9), grey.Shape);
        Assert.Equal(1, coloured.Shape.Channels);
        // 0.299 × 200 + 0.587 × 30 + 0.114 × 10
        Assert.All(coloured.Images[0].Pixels, pixel => Assert.Equal(79, pixel));
    }

    [Fact]
    public async Task BrokenPicture_IsAProblemUntilItIsSkipped()
    {
        var zip = Picture.Zip(Pets("").Append(("cat/bad.png", "no picture"u8.ToArray())).Append(("cat/cut.png", Picture.Png(30, 30, 1, 2, 3)[..60])).Append(("notes.txt", [1])));
        var refused = await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync("pets.zip", zip, null));
        var skipped = await AddAsync("pets.zip", zip, new DatasetChoices { SkipBad = true });

        Assert.Contains("2 pictures cannot be read. cat/bad.png: it is", refused.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(refused.Offers).Choices.SkipBad);
        Assert.Equal(20, skipped.Samples);
    }

    [Theory]
    [InlineData("a.png,b.png", "in no folder")]
    [InlineData("only/a.png,only/b.png", "at least two classes")]
    [InlineData("a.txt,b/c.txt", "there are none")]
    public async Task Archive_WithoutClassFolders_IsRefusedWithASentence(string paths, string reason)
    {
        var zip = Picture.Zip(paths.Split(',').Select(path => (path, Picture.Png(4, 4, 1, 2, 3))));

        Assert.Contains(reason, (await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync("x.zip", zip, null))).Message, StringComparison.Ordinal);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task Archive_DamagedOrUnpackingToTooMuch_IsRefused()
    {
        var zip = Picture.Zip(Pets(""));
        var tar = Picture.TarGz(Pets(""));
        var bomb = Picture.Zip(Pets("").Append(("cat/bomb.png", new byte[20_000_000])));

        await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync("x.zip", zip[..(zip.Length / 2)], null));
        await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync("x.tgz", tar[..(tar.Length / 2)], null));
        await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync("x.tar", "no archive at all, whatever its name says"u8.ToArray(), null));
        var limits = new DatasetLimits { MaxUnpackedBytes = 1_000_000 };
        Assert.Contains("fewer bytes", (await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync("x.zip", bomb, null, limits))).Message, StringComparison.Ordinal);
        Assert.Contains("at most 5 files", (await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync("x.zip", zip, null, new DatasetLimits { MaxImageFiles = 5 }))).Message, StringComparison.Ordinal);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task Folder_OfTheDataDirectory_IsListedAndCopied()
    {
        foreach (var (path, content) in Pets("animals/train/").Concat(Pets("animals/test/")).Concat(Pets("flat/")))
            Put(path, content);

        Assert.Equal(["animals", "flat"], Catalog.Browse().Where(entry => entry.Kind == DatasetKind.Images).Select(entry => entry.Path));
        var info = await Catalog.RegisterPathAsync("Animals", "animals", null, default);
        Directory.Delete(Path.Combine(DataDirectory, "animals"), recursive: true);
        Assert.Equal((40, 20, DatasetOrigin.Uploaded), (info.Samples, info.TestSamples, info.Origin));
        Assert.Equal(40, (await Catalog.LoadAsync("animals", default)).Prepare(0.2, 1).Count);
    }

    [Fact]
    public async Task CifarBatches_InAnArchive_HaveNamesAndTestImages()
    {
        var names = "airplane\nbird\ncat\n"u8.ToArray();
        var info = await AddAsync("cifar.tar.gz", Picture.TarGz(
            [("cifar/batches.meta.txt", names), ("cifar/data_batch_1.bin", Batch(12)), ("cifar/data_batch_2.bin", Batch(6)), ("cifar/test_batch.bin", Batch(3))]), null);
        var images = Assert.IsType<ImageDataset>(await Catalog.LoadAsync(info.Name, default));

        Assert.Equal((21, 3, new SampleShape(3, 32, 32)), (info.Samples, info.TestSamples, info.Shape));
        Assert.Equal(["airplane", "bird", "cat"], images.ClassNames);
        Assert.Equal((1, 11, 22, 33), (images.Labels[1], images.Image(1)[0], images.Image(1)[1024], images.Image(1)[2048]));
        var grey = await AddAsync("cifar.tar.gz", Picture.TarGz([("batches.meta.txt", names), ("data_batch_1.bin", Batch(12))]), new DatasetChoices { Grey = true, Width = 16, Height = 16 }, title: "grey");
        Assert.Equal(new SampleShape(1, 16, 16), grey.Shape);
        Assert.Contains("3,073 bytes", (await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync("c.tar.gz", Picture.TarGz([("data_batch_1.bin", Batch(12)[..^5])]), null, title: "cut"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdxImages_WithASizeChosen_AreBroughtToIt()
    {
        using var draft = Catalog.Receive();
        await draft.ReceiveAsync(Upload(IdxBytes.Images(), "train-images-idx3-ubyte"), null, default);
        await draft.ReceiveAsync(Upload(IdxBytes.Gzip(IdxBytes.Labels()), "train-labels-idx1-ubyte.gz"), null, default);
        var before = await draft.ExamineAsync(DatasetChoices.None, default);
        var info = await Catalog.AddAsync(draft, "small", new DatasetChoices { Width = 2, Height = 2, TestFraction = 0.2 }, default);

        Assert.Equal(("idx", 20), (before.Format, before.Samples));
        Assert.Equal(("images", new SampleShape(1, 2, 2), 4), (info.Format, info.Shape, info.TestSamples));
        Assert.Equal(4, (await Catalog.LoadAsync("small", default)).Prepare(0.25, 1).TestRows.Length);
    }

    [Fact]
    public async Task Choices_ThatAreForTables_AreRefused()
    {
        var fault = await Assert.ThrowsAsync<InvalidInputException>(() => AddAsync("x.zip", Picture.Zip(Pets("")), new DatasetChoices { Delimiter = ",", Target = "a" }));

        Assert.Equal(["delimiter", "target"], fault.Errors.Select(error => error.Field));
    }

    private static (string Path, byte[] Content)[] Pets(string prefix) =>
        [.. Enumerable.Range(0, 20).Select(i => ($"{prefix}{(i < 10 ? "cat" : "dog")}/{i:00}.png", Picture.Png(16, 12, 200, 30, 10)))];

    private static byte[] Batch(int count) =>
        [.. Enumerable.Range(0, count).SelectMany(i => new[] { (byte)(i % 3) }.Concat(Enumerable.Repeat((byte)11, 1024)).Concat(Enumerable.Repeat((byte)22, 1024)).Concat(Enumerable.Repeat((byte)33, 1024)))];

    private async Task<Training.Data.Formats.DatasetProfile> ExamineAsync(string fileName, byte[] content, DatasetChoices? choices = null)
    {
        using var draft = Catalog.Receive();
        await draft.ReceiveAsync(Upload(content, fileName), null, default);
        return await draft.ExamineAsync(choices ?? DatasetChoices.None, default);
    }

    private async Task<DatasetInfo> AddAsync(string fileName, byte[] content, DatasetChoices? choices, DatasetLimits? limits = null, string title = "pictures")
    {
        var catalog = limits is null ? Catalog : NewCatalog(limits);
        using var draft = catalog.Receive();
        await draft.ReceiveAsync(Upload(content, fileName), null, default);
        return await catalog.AddAsync(draft, title, choices, default);
    }
}
