using TrainingDashboard.Tests.Data.Images;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Data;

public sealed class DatasetCatalogTests : CatalogFixture
{
    [Fact]
    public async Task Catalog_OnAnEmptyMachine_HasGeneratedDatasets()
    {
        Assert.Equal(["spirals", "digits"], Catalog.List().Select(d => d.Name));
        Assert.Equal(2_000, (await Catalog.LoadAsync("spirals", default)).Prepare(0.2, 1).Count);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task RegisterTable_SoundUpload_IsListedFoundAndLoadedByAnyCatalog()
    {
        var info = await Catalog.RegisterTableAsync("  My Table (v2)! ", Upload(Table, "../../etc/my table.csv"), null, default);

        Assert.Equal(("my-table-v2", "My Table (v2)!", DatasetOrigin.Uploaded, "csv"), (info.Name, info.Title, info.Origin, info.Format));
        Assert.Equal((12, 2, new SampleShape(1, 1, 2), s_now, Table.Length), (info.Samples, info.Classes, info.Shape, info.RegisteredAt, info.Bytes));
        Assert.Equal(new DatasetColumn("kind", ColumnType.Categorical, true), info.Columns[2]);
        var other = NewCatalog();
        Assert.Equivalent(info, other.Find("my-table-v2"), strict: true);
        Assert.Contains(other.List(), d => d.Name == "my-table-v2");
        Assert.Equal(12, (await other.LoadAsync("my-table-v2", default)).Prepare(0.2, 1).Count);
        Assert.Equal(["my-table-v2"], Stored());
    }

    [Fact]
    public async Task RegisterTable_Options_AreKeptForLoading()
    {
        await Catalog.RegisterTableAsync("t", Upload(Table), new DatasetChoices { Target = "a", Task = TableTask.Regression, Delimiter = "," }, default);

        Assert.Equal(12, (await NewCatalog().LoadAsync("t", default)).Prepare(0.2, 1).Targets.Length);
        Assert.Equal(0, Catalog.Find("t")!.Classes);
    }

    [Fact]
    public async Task RegisterText_SoundUpload_IsListedLoadedAndLookedInto()
    {
        var info = await Catalog.RegisterTextAsync("Sayings", Upload("To be, or\nnot to be.\n", "sayings.txt"), default);

        Assert.Equal(("sayings", DatasetKind.Text, "text", 21, 11), (info.Name, info.Kind, info.Format, info.Samples, info.Classes));
        Assert.Equal(20, (await NewCatalog().LoadAsync("sayings", default)).Prepare(0.2, 1).Count);
        var preview = await Catalog.PreviewAsync("sayings", default);
        Assert.Equal("To be, or\nnot to be.\n", preview.Text);
        Assert.Contains(new ClassCount("↵", 2), preview.ClassCounts);
    }

    [Fact]
    public async Task RegisterText_BrokenUpload_LeavesNothing()
    {
        var fault = await Assert.ThrowsAsync<DatasetFormatException>(() => Catalog.RegisterTextAsync("t", Upload([.. "a text \n that "u8, 0xFF], "t.txt"), default));

        Assert.Equal(("t.txt", 2, 7), (fault.FileName, fault.Line, fault.Column));
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task RegisterTable_BrokenUpload_LeavesNothing()
    {
        var fault = await Assert.ThrowsAsync<DatasetFormatException>(() => Catalog.RegisterTableAsync("t", Upload(Table + "1,2\n", @"C:\x\bad.csv"), null, default));

        Assert.Equal(("bad.csv", 14, 3), (fault.FileName, fault.Line, fault.Column));
        Assert.Empty(Stored());
        Assert.Null(Catalog.Find("t"));
    }

    [Fact]
    public async Task RegisterTable_WrongOptions_LeaveNothing()
    {
        await Assert.ThrowsAsync<InvalidInputException>(() => Catalog.RegisterTableAsync("t", Upload(Table), new DatasetChoices { Target = "z" }, default));

        Assert.Empty(Stored());
    }

    [Fact]
    public async Task RegisterTable_UploadBreaksOff_LeavesNothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Catalog.RegisterTableAsync("t", new DatasetUpload("t.csv", new BreakingStream()), null, default));

        Assert.Empty(Stored());
    }

    [Fact]
    public async Task RegisterTable_CancelledMidway_LeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        var upload = new DatasetUpload("t.csv", new BreakingStream(cancel.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Catalog.RegisterTableAsync("t", upload, null, cancel.Token));

        Assert.Empty(Stored());
    }

    [Fact]
    public async Task RegisterTable_TooLarge_IsRefusedWithoutReadingOn()
    {
        var endless = new DatasetUpload("t.csv", new BreakingStream(() => { }));
        var fault = await Assert.ThrowsAsync<DatasetFormatException>(() =>
            NewCatalog(new DatasetLimits { MaxFileBytes = 1_000_000 }).RegisterTableAsync("t", endless, null, default));

        Assert.Equal(1_000_000, fault.ByteOffset);
        Assert.Empty(Stored());
    }

    [Theory]
    [InlineData("T!")]
    [InlineData("Spirals")]
    public async Task RegisterTable_NameTaken_IsRefused(string title)
    {
        await Catalog.RegisterTableAsync("t", Upload(Table), null, default);
        var fault = await Assert.ThrowsAsync<InvalidInputException>(() => Catalog.RegisterTableAsync(title, Upload(Table), null, default));

        Assert.Equal("name", Assert.Single(fault.Errors).Field);
        Assert.Equal(["t"], Stored());
    }

    [Theory]
    [InlineData("Größe 2024", "grosse-2024")]
    [InlineData("漢字", "hanzi")]
    [InlineData("Продажи за год", "prodazhi-za-god")]
    [InlineData("مبيعات", "mbyt")]
    [InlineData("../..", "dataset-0cfd1c96")]
    public async Task RegisterTable_TitleInAnyScript_HasAnIdThatIsSafe(string title, string name)
    {
        var info = await Catalog.RegisterTableAsync(title, Upload(Table), null, default);

        Assert.Equal((name, title), (info.Name, info.Title));
        Assert.Equal([name], Stored());
        Assert.Equal(12, (await Catalog.LoadAsync(name, default)).Prepare(0.2, 1).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Files")]
    public async Task RegisterTable_TitleThatIsNone_IsRefused(string title)
    {
        var fault = await Assert.ThrowsAsync<InvalidInputException>(() => Catalog.RegisterTableAsync(title, Upload(Table), null, default));

        Assert.Equal("title", fault.Errors[0].Field);
    }

    [Fact]
    public async Task RegisterTable_ManyAtOnceUnderOneName_OneWins()
    {
        var attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                await Catalog.RegisterTableAsync("same", Upload(Table), null, default);
                return "won";
            }
            catch (InvalidInputException e)
            {
                return e.Errors[0].Field;
            }
        })));

        Assert.Single(attempts, "won");
        Assert.Equal(7, attempts.Count(a => a == "name"));
        Assert.Equal(["same"], Stored());
    }

    [Fact]
    public async Task RegisterImages_SoundUpload_IsLoadedAgain()
    {
        var info = await Catalog.RegisterImagesAsync("Tiny", Upload(IdxBytes.Gzip(IdxBytes.Images())), Upload(IdxBytes.Labels()), default);

        Assert.Equal((20, 3, new SampleShape(1, 3, 4), "idx"), (info.Samples, info.Classes, info.Shape, info.Format));
        Assert.Equal(20, (await NewCatalog().LoadAsync("tiny", default)).Prepare(0.2, 1).Count);
    }

    [Fact]
    public async Task Crash_InMidRegistration_IsNotSeenAndIsSweptAtStart()
    {
        await Catalog.RegisterTableAsync("kept", Upload(Table), null, default);
        foreach (var leftover in new[] { ".incoming-0123", ".removed-0123" })
        {
            Directory.CreateDirectory(Path.Combine(Storage, leftover));
            File.WriteAllText(Path.Combine(Storage, leftover, "table.csv"), "half a fi");
        }

        Assert.Equal(["spirals", "digits", "kept"], NewCatalog().List().Select(d => d.Name));
        Assert.Equal(2, NewCatalog().RemoveLeftovers());
        Assert.Equal(["kept"], Stored());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"version\":99}")]
    [InlineData("null")]
    public void List_DamagedManifest_IsPassedOver(string manifest)
    {
        Directory.CreateDirectory(Path.Combine(Storage, "damaged"));
        File.WriteAllText(Path.Combine(Storage, "damaged", "dataset.json"), manifest);

        Assert.Equal(2, Catalog.List().Count);
        Assert.Null(Catalog.Find("damaged"));
    }

    [Fact]
    public async Task Remove_Registered_IsGone_GeneratedAndUnknown_AreRefused()
    {
        await Catalog.RegisterTableAsync("t", Upload(Table), null, default);
        await Catalog.RemoveAsync("t", default);

        Assert.Empty(Stored());
        foreach (var name in new[] { "t", "spirals", "..", "../datasets", "" })
        {
            var fault = await Assert.ThrowsAsync<InvalidInputException>(() => Catalog.RemoveAsync(name, default));
            Assert.Equal("dataset", fault.Errors[0].Field);
        }
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("../../etc")]
    [InlineData("")]
    public async Task Load_UnknownName_IsRefused(string name)
    {
        Assert.Null(Catalog.Find(name));
        await Assert.ThrowsAsync<InvalidInputException>(() => Catalog.LoadAsync(name, default));
        await Assert.ThrowsAsync<InvalidInputException>(() => Catalog.PreviewAsync(name, default));
    }

    [Fact]
    public async Task Preview_Table_ShowsRowsRangesMissingAndClasses()
    {
        await Catalog.RegisterTableAsync("t", Upload(Table), null, default);
        var preview = await NewCatalog().PreviewAsync("t", default);

        Assert.Equal([new ClassCount("x", 6), new ClassCount("y", 6)], preview.ClassCounts);
        Assert.Equal(10, preview.Rows.Count);
        Assert.Equal(["2", "?", "y"], preview.Rows[1]);
        Assert.Equal(new ColumnSummary("a", ColumnType.Numeric, false, 0, 0, 1, 12, 6.5), preview.Columns[0]);
        Assert.Equal((1, 2), (preview.Columns[1].Missing, preview.Columns[2].Levels));
    }

    [Fact]
    public async Task Preview_Images_ShowsEachClassInTurn()
    {
        var preview = await Catalog.PreviewAsync("digits", default);

        Assert.Equal(24, preview.Images.Count);
        Assert.Equal("0123456789", string.Concat(preview.Images.Take(10).Select(i => i.Label)));
        Assert.All(preview.Images, i => Assert.Equal(784, i.Pixels.Length));
        Assert.All(preview.ClassCounts, c => Assert.Equal(400, c.Count));

        await Catalog.RegisterImagesAsync("tiny", Upload(IdxBytes.Images()), Upload(IdxBytes.Labels()), default);
        var stored = await Catalog.PreviewAsync("tiny", default);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), stored.Images[0].Pixels);
    }

    /// <summary>Gives rows for ever, or breaks off after some.</summary>
    private sealed class BreakingStream(Action? onRead = null) : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++_reads > 3)
                (onRead ?? (() => throw new IOException("The connection was reset.")))();
            "1,2,x\n"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(6);
        }
    }
}
