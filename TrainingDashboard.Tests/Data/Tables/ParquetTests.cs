using Parquet;
using Parquet.Schema;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Data.Tables;

public sealed class ParquetTests : CatalogFixture
{
    [Fact]
    public async Task Parquet_OfEveryType_IsReadLikeItsValues()
    {
        var info = await AddAsync(await TableAsync(rows: 40), null);
        var table = Assert.IsType<TableDataset>(await NewCatalog().LoadAsync(info.Name, default));

        Assert.Equal(("parquet", 40, 2), (info.Format, info.Samples, info.Classes));
        Assert.Equal(["whole", "real", "day", "flag", "name", "kind"], info.Columns.Select(column => column.Name));
        Assert.Equal([ColumnType.Numeric, ColumnType.Numeric, ColumnType.Date, ColumnType.Categorical, ColumnType.Text, ColumnType.Categorical], info.Columns.Select(column => column.Type));
        Assert.Equal([double.NaN, 7, 14], table.Columns[0].Numbers.Take(3));
        Assert.Equal(0.1f + 0.5, table.Columns[1].Numbers[1], 1e-6);
        Assert.Equal(19_724, table.Columns[2].Numbers[1]);
        Assert.Equal(["false", "true"], table.Columns[3].Levels);
        Assert.All(table.Prepare(0.2, 1).Features, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public async Task Parquet_PackedWithGzipAndWithATestFile_IsBoth()
    {
        using var draft = Catalog.Receive();
        await draft.ReceiveAsync(Upload(Images.IdxBytes.Gzip(await TableAsync(rows: 40)), "all.parquet.gz"), null, default);
        await draft.ReceiveAsync(Upload(await TableAsync(rows: 5), "all_test.parquet"), null, default);
        var info = await Catalog.AddAsync(draft, "p", null, default);

        Assert.Equal((45, 5), (info.Samples, info.TestSamples));
        Assert.Equal(Enumerable.Range(40, 5), (await Catalog.LoadAsync("p", default)).TestRows);
    }

    [Fact]
    public async Task Parquet_WithChoicesForTexts_IsRefusedNamingThem()
    {
        var fault = await Assert.ThrowsAsync<InvalidInputException>(async () => await AddAsync(await TableAsync(rows: 20), new DatasetChoices { Delimiter = ";", Encoding = Training.Data.Files.TextEncoding.Utf8 }));

        Assert.Equal(["encoding", "delimiter"], fault.Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task Parquet_Damaged_IsRefusedWithASentence()
    {
        var sound = await TableAsync(rows: 40);
        for (var length = 4; length < sound.Length; length += 97)
            Assert.Contains("Parquet", (await Assert.ThrowsAsync<DatasetFormatException>(() => AddAsync(sound[..length], null))).Message, StringComparison.Ordinal);
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var damaged = sound.ToArray();
            damaged[random.Next(4, damaged.Length)] ^= (byte)random.Next(1, 256);
            try
            {
                await Catalog.RemoveAsync((await AddAsync(damaged, null)).Name, default);
            }
            catch (DatasetFormatException)
            {
            }
        }
        Assert.Empty(Stored());
    }

    private async Task<DatasetInfo> AddAsync(byte[] content, DatasetChoices? choices)
    {
        using var draft = Catalog.Receive();
        await draft.ReceiveAsync(Upload(content, "t.parquet"), null, default);
        return await Catalog.AddAsync(draft, "t", choices, default);
    }

    private static async Task<byte[]> TableAsync(int rows)
    {
        var schema = new ParquetSchema(
            new DataField<int?>("whole"), new DataField<float>("real"), new DataField<DateTime>("day"), new DataField<bool>("flag"), new DataField<string>("name"), new DataField<string>("kind"));
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream))
        {
            using var group = writer.CreateRowGroup();
            var fields = schema.DataFields;
            var all = Enumerable.Range(0, rows).ToArray();
            await group.WriteAsync<int>(fields[0], all.Select(i => i % 10 == 0 ? null : (int?)(i * 7)).ToArray());
            await group.WriteAsync<float>(fields[1], all.Select(i => 0.1f + (i * 0.5f)).ToArray());
            await group.WriteAsync<DateTime>(fields[2], all.Select(i => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i)).ToArray());
            await group.WriteAsync<bool>(fields[3], all.Select(i => i % 3 == 0).ToArray());
            await group.WriteAsync(fields[4], all.Select(i => $"name {i}").ToArray());
            await group.WriteAsync(fields[5], all.Select(i => i % 2 == 0 ? "a" : "b").ToArray());
        }
        return stream.ToArray();
    }
}
