using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Images;
using TrainingDashboard.Training.Data.Images.Idx;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Data.Images.Idx;

public sealed class IdxImagesTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Read_SoundPair_GivesImagesAndClasses(bool zipImages, bool zipLabels)
    {
        var images = Read(zipImages ? IdxBytes.Gzip(IdxBytes.Images()) : IdxBytes.Images(), zipLabels ? IdxBytes.Gzip(IdxBytes.Labels()) : IdxBytes.Labels());

        Assert.Equal((20, new SampleShape(1, 3, 4)), (images.Count, images.Shape));
        Assert.Equal(["0", "1", "2"], images.ClassNames);
        Assert.Equal(Enumerable.Range(12, 12).Select(i => (byte)i), images.Image(1).ToArray());
        Assert.Equal([0, 1, 2, 0], images.Labels[..4]);
    }

    [Fact]
    public void Read_Channels_AreKeptFirst()
    {
        var images = Read(IdxBytes.Make(0x0804, [12, 3, 2, 2], new byte[144]), IdxBytes.Labels(12));

        Assert.Equal(new SampleShape(3, 2, 2), images.Shape);
    }

    [Fact]
    public void Read_LabelsWithGaps_AreNamedByTheirNumber()
    {
        var images = Read(IdxBytes.Images(10), IdxBytes.Make(0x0801, [10], [7, 3, 7, 3, 7, 3, 7, 3, 7, 255]));

        Assert.Equal(["3", "7", "255"], images.ClassNames);
        Assert.Equal([1, 0, 1], images.Labels[..3]);
    }

    [Fact]
    public void Prepare_Images_AreStandardisedByTheTrainingPart()
    {
        var data = Read(IdxBytes.Images(30), IdxBytes.Labels(30)).Prepare(0.2, 3);
        var pixels = data.TrainRows.SelectMany(r => data.Sample(r).ToArray()).Select(v => (double)v).ToArray();

        Assert.Equal((30, 6), (data.Count, data.ValidationRows.Length));
        Assert.Equal(0, pixels.Average(), 1e-5);
        Assert.Equal(1, pixels.Average(v => v * v), 1e-5);
    }

    [Fact]
    public void Prepare_BlackImages_DoNotDivideByZero() =>
        Assert.All(Read(IdxBytes.Make(0x0803, [10, 2, 2], new byte[40]), IdxBytes.Labels(10)).Prepare(0.2, 1).Features, v => Assert.Equal(0, v));

    public static TheoryData<string, byte[], byte[], string, long, string> Broken => new()
    {
        { "empty", [], IdxBytes.Labels(), "images", 0, "empty" },
        { "three bytes", [0, 0, 8], IdxBytes.Labels(), "images", 0, "ends after 3" },
        { "no dimensions", [0, 0, 8, 3, 0, 0, 0, 20, 0], IdxBytes.Labels(), "images", 8, "ends after 1" },
        { "wrong magic", IdxBytes.Make(0x0D03, [20, 3, 4], new byte[240]), IdxBytes.Labels(), "images", 0, "0x00000D03" },
        { "swapped", IdxBytes.Labels(), IdxBytes.Images(), "images", 0, "file of labels" },
        { "images twice", IdxBytes.Images(), IdxBytes.Images(), "labels", 0, "file of images" },
        { "truncated", IdxBytes.Images()[..^1], IdxBytes.Labels(), "images", 16, "too short" },
        { "truncated inside gzip", IdxBytes.Gzip(IdxBytes.Images()[..^1]), IdxBytes.Labels(), "images", 255, "ends after 239" },
        { "overlong", [.. IdxBytes.Images(), 0], IdxBytes.Labels(), "images", 256, "more follow" },
        { "overlong inside gzip", IdxBytes.Gzip([.. IdxBytes.Images(), 0]), IdxBytes.Labels(), "images", 256, "more follow" },
        { "truncated labels", IdxBytes.Images(), IdxBytes.Labels()[..^2], "labels", 8, "too short" },
        { "other count", IdxBytes.Images(20), IdxBytes.Labels(21), "labels", 4, "Expected 20 labels" },
        { "too few", IdxBytes.Images(9), IdxBytes.Labels(9), "images", 4, "10 to" },
        { "negative count", IdxBytes.Make(0x0803, [-1, 3, 4], []), IdxBytes.Labels(), "images", 4, "4,294,967,295" },
        { "too wide", IdxBytes.Make(0x0803, [20, 3, 5000], []), IdxBytes.Labels(), "images", 12, "5,000" },
        { "zero rows", IdxBytes.Make(0x0803, [20, 0, 4], []), IdxBytes.Labels(), "images", 8, "says 0" },
        { "too large", IdxBytes.Make(0x0803, [2_000_000, 4096, 4096], []), IdxBytes.Labels(), "images", 12, "values in all" },
        { "one class", IdxBytes.Images(10), IdxBytes.Make(0x0801, [10], new byte[10]), "labels", 8, "two different labels" },
        { "bomb by header", IdxBytes.Gzip(IdxBytes.Make(0x0803, [20, 2000, 4000], [])), IdxBytes.Labels(), "images", 16, "too short" },
        { "cut off gzip", IdxBytes.Gzip(IdxBytes.Images())[..^30], IdxBytes.Labels(), "images", -1, "the file ends after" },
        { "wrong checksum", [.. IdxBytes.Gzip(IdxBytes.Images())[..^8], 1, 2, 3, 4, 0, 1, 0, 0], IdxBytes.Labels(), "images", -1, "gzip" },
        { "not gzip after all", [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], IdxBytes.Labels(), "images", 0, "gzip" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_BrokenPair_IsRefusedAtItsByte(string what, byte[] images, byte[] labels, string file, long offset, string reason)
    {
        var fault = Assert.Throws<DatasetFormatException>(() => Read(images, labels));

        Assert.Equal(file, fault.FileName);
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
        if (offset >= 0)
            Assert.True(offset == fault.ByteOffset, $"{what}: {fault.Message}");
    }

    [Fact]
    public void Read_GzipBomb_IsRefusedWithoutTakingMemory()
    {
        // 300 MB of zeros behind a header for 240 bytes: some 300 kB compressed.
        var bomb = IdxBytes.Gzip([.. IdxBytes.Images(), .. new byte[300_000_000]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<DatasetFormatException>(() => Read(bomb, IdxBytes.Labels()));

        Assert.Equal(256, fault.ByteOffset);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_Mutations_ReadOrRefuse()
    {
        var random = new RandomSource(1);
        for (var round = 0; round < 2_000; round++)
        {
            var images = Mutate(round % 2 == 0 ? IdxBytes.Images() : IdxBytes.Gzip(IdxBytes.Images()), random);
            var labels = round % 3 == 0 ? Mutate(IdxBytes.Labels(), random) : IdxBytes.Labels();
            try
            {
                _ = Read(images, labels).Prepare(0.2, 1);
            }
            catch (DatasetFormatException e)
            {
                Assert.NotNull(e.ByteOffset);
            }
        }
    }

    [SharedDataFact]
    public void Read_Mnist_Is10000ImagesOf28By28And10Classes()
    {
        using var images = File.OpenRead(SharedData.PathOf("mnist/t10k-images-idx3-ubyte.gz"));
        using var labels = File.OpenRead(SharedData.PathOf("mnist/t10k-labels-idx1-ubyte.gz"));
        var mnist = IdxImages.Read(images, "images", labels, "labels");

        Assert.Equal((10_000, new SampleShape(1, 28, 28), 10), (mnist.Count, mnist.Shape, mnist.ClassNames.Count));
        Assert.Equal([7, 2, 1, 0, 4, 1, 4, 9], mnist.Labels[..8]);
    }

    private static byte[] Mutate(byte[] bytes, RandomSource random)
    {
        for (var edits = 1 + random.NextInt32(3); edits > 0; edits--)
            bytes[random.NextInt32(random.NextInt32(2) == 0 ? Math.Min(20, bytes.Length) : bytes.Length)] = (byte)random.NextInt32(256);
        return random.NextInt32(3) == 0 ? bytes[..random.NextInt32(bytes.Length)] : bytes;
    }

    private static ImageDataset Read(byte[] images, byte[] labels)
    {
        using var imagesStream = new MemoryStream(images);
        using var labelsStream = new MemoryStream(labels);
        return IdxImages.Read(imagesStream, "images", labelsStream, "labels");
    }
}
