using TrainingDashboard.Training.Data.Tables;

namespace TrainingDashboard.Tests.Data.Registered;

/// <summary>Datasets that were taken in before readings were kept are read as they were.</summary>
public sealed class FirstVersionTests : CatalogFixture
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("\";\"", "true")]
    public async Task Table_OfTheFirstVersion_IsReadAsItWas(string delimiter, string header)
    {
        // by today's rules Id would be left out, and NA be missing
        var rows = Enumerable.Range(0, 20).Select(i => $"{i};{(i % 4 == 0 ? "?" : $"{i % 3}.5")};{(i % 5) switch { 0 => "NA", 1 => "?", _ => "blue" }};{i % 2}");
        Write("old", "Id;size;colour;kind\n# a comment\n" + string.Join('\n', rows), $$"""
            {
              "version": 1,
              "info": {
                "name": "old", "title": "Old", "kind": "table", "origin": "uploaded", "format": "csv", "samples": 20, "classes": 2,
                "shape": { "channels": 1, "height": 1, "width": 5 },
                "columns": [
                  { "name": "Id", "type": "numeric", "isTarget": false }, { "name": "size", "type": "numeric", "isTarget": false },
                  { "name": "colour", "type": "categorical", "isTarget": false }, { "name": "kind", "type": "categorical", "isTarget": true }
                ],
                "registeredAt": "2026-01-02T03:04:05+00:00", "bytes": 100
              },
              "files": [ { "path": "table.csv", "title": "old.csv", "bytes": @BYTES, "modifiedAt": "2026-01-02T03:04:05+00:00" } ],
              "table": { "delimiter": {{delimiter}}, "hasHeader": {{header}}, "target": null, "task": null, "columns": null }
            }
            """);

        Assert.Equal("Old", Catalog.Find("old")!.Title);
        var table = Assert.IsType<TableDataset>(await Catalog.LoadAsync("old", default));
        Assert.Equal([ColumnType.Numeric, ColumnType.Numeric, ColumnType.Categorical, ColumnType.Categorical], table.Columns.Select(column => column.Type));
        Assert.Equal(["NA", "blue"], table.Columns[2].Levels);
        Assert.Equal((5, 4), (table.Columns[1].MissingCount, table.Columns[2].MissingCount));
        Assert.Equal(5, table.Prepare(0.2, 1).Shape.Size);
        Assert.Empty(table.TestRows);
    }

    private void Write(string name, string table, string manifest)
    {
        var folder = Path.Combine(Storage, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "table.csv"), table);
        var bytes = new FileInfo(Path.Combine(folder, "table.csv")).Length;
        File.WriteAllText(Path.Combine(folder, "dataset.json"), manifest.Replace("@BYTES", $"{bytes}", StringComparison.Ordinal));
    }
}
