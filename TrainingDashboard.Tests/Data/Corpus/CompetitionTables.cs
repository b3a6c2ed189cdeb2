using System.Globalization;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Shapes of tables that people share to learn with, scraped or surveyed.</summary>
internal static class CompetitionTables
{
    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(120, 344);
        yield return new("penguins: NA in words and numbers")
        {
            Columns =
            [
                Category("species", d.Words("Adelie", "Gentoo", "Chinstrap")), Category("island", d.Words("Biscoe", "Dream", "Torgersen")), Number("bill_length_mm", d.Numbers(32, 60)).Missing("NA", 170, 3), Number("body_mass_g", d.Whole(2_700, 6_300)).Missing("NA", 170, 3),
                Category("sex", d.Words("male", "female")).Missing("NA", 40, 8), Number("year", d.Whole(2_007, 2_009)),
            ],
            Target = "species",
            Choices = [new DatasetChoices { Target = "species" }],
            Told = [("missing-words", "bill_length_mm"), ("missing-words", "sex")],
        };
        yield return new("telco churn: blanks in a column of numbers, an id of letters")
        {
            Columns =
            [
                Words("customerID", d.Each(i => $"{7_000 + i}-{(char)('A' + (i % 26))}{(char)('A' + (i / 26))}XYZ")), Number("SeniorCitizen", d.Whole(0, 1)), Category("Partner", d.Words("Yes", "No")), Number("tenure", d.Whole(0, 72)),
                Category("InternetService", d.Words("DSL", "Fiber optic", "No")), Number("TotalCharges", d.Numbers(18, 8_700, 2)).Missing(" ", 90, 5), Category("Churn", d.Mostly(0.7, "No", "Yes")),
            ],
            Target = "Churn",
            Told = [("text", "customerID")],
        };
        yield return new("house prices: NA that means none")
        {
            Columns =
            [
                Ignored("Id", d.Each(i => $"{i + 1}")), Number("MSSubClass", d.Whole(20, 190)), Number("LotFrontage", d.Whole(21, 313)).Missing("NA", 6, 2), Category("Alley", d.Words("Grvl", "Pave")).Missing("NA", 3).Missing("NA", 3, 1), Category("LotShape", d.Words("Reg", "IR1", "IR2")),
                Number("YrSold", d.Whole(2_006, 2_010)), Number("SalePrice", d.Whole(34_900, 755_000)),
            ],
            Target = "SalePrice",
            Task = TableTask.Regression,
            Told = [("index", "Id"), ("missing-words", "Alley"), ("missing-words", "LotFrontage")],
        };
        yield return new("listings: dollars with thousands, rates in percent, t and f, a page and a description")
        {
            Columns =
            [
                Words("id", d.Codes("", 8)), Words("listing_url", d.Each(i => $"https://www.example.com/rooms/{i * 7_919}")), Words("description", d.Sentences()), Number("host_response_rate", d.Whole(0, 100)).Write(cell => cell + "%").Missing("N/A", 9, 4),
                Category("host_is_superhost", d.Words("t", "f")), Number("price", d.Numbers(20, 2_400, 2)).Write(cell => "$" + double.Parse(cell, CultureInfo.InvariantCulture).ToString("N2", CultureInfo.InvariantCulture)),
                Number("review_scores_rating", d.Numbers(1, 5, 2)).Missing("", 8, 3),
            ],
            Target = "price",
            Task = TableTask.Regression,
            Choices = [new DatasetChoices { Target = "price" }],
            Told = [("id", "id"), ("text", "listing_url"), ("text", "description"), ("percent", "host_response_rate"), ("missing-words", "host_response_rate"), ("currency", "price")],
        };
        yield return new("used cars: kmpl, CC, bhp, and a few of another unit")
        {
            Columns =
            [
                Words("name", d.Each(i => $"Maker {i % 12} Model {i}")), Number("year", d.Whole(1_995, 2_020)), Number("mileage", d.Numbers(9, 30)).Write(cell => cell + " kmpl").Missing("17.3 km/kg", 100, 40), Number("engine", d.Whole(624, 3_604)).Write(cell => cell + " CC"),
                Number("max_power", d.Numbers(32, 400)).Write(cell => cell + " bhp").Missing("", 30, 7), Number("selling_price", d.Whole(30_000, 9_000_000)),
            ],
            Target = "selling_price",
            Task = TableTask.Regression,
            ToldFirst = [("stray", "mileage")],
            Choices = ["Treat '17.3 km/kg' as missing"],
            Told = [("unit", "mileage"), ("unit", "engine"), ("unit", "max_power"), ("text", "name")],
        };
        yield return new("footballers: wages in euros with K and M, heights in feet and inches")
        {
            Columns =
            [
                Words("Name", d.Each(i => $"Player {i}")), Number("Value", d.Each(i => 100_000.0 * (1 + (i * 37 % 900)))).Write((cell, i) => i * 37 % 900 >= 9 ? $"€{(1 + (i * 37 % 900)) / 10.0:0.#}M" : $"€{(1 + (i * 37 % 900)) * 100}K"),
                Number("Wage", d.Whole(1, 400).Select(wage => wage * 1_000)).Write(cell => $"€{cell[..^3]}K"), Category("Height", d.Words("5'7", "5'11", "6'2", "6'0")), Number("Weight", d.Whole(120, 220)).Write(cell => cell + "lbs"), Number("Overall", d.Whole(50, 94)),
            ],
            Target = "Overall",
            Task = TableTask.Regression,
            Told = [("magnitude", "Value"), ("magnitude", "Wage"), ("unit", "Weight"), ("text", "Name")],
        };
        yield return new("apps: installs as 10,000+, sizes that vary with the device")
        {
            Columns =
            [
                Words("App", d.Each(i => $"App, the {i}th")), Number("Size", d.Each(i => i % 5 == 2 ? double.NaN : (i % 90 + 1.5) * 1_000_000)).Write((_, i) => i % 5 == 2 ? "Varies with device" : string.Create(CultureInfo.InvariantCulture, $"{(i % 90) + 1.5}M")),
                Category("Installs", d.Words("1,000+", "10,000+", "1,000,000+")), Category("Type", d.Words("Free", "Paid")), Number("Rating", d.Numbers(1, 5)).Missing("NaN", 12, 6),
            ],
            Target = "Rating",
            Task = TableTask.Regression,
            Rows = 315,
            Choices = ["Read it as numbers", "Treat 'Varies with device' as missing"],
            ToldFirst = [("mixed", "Size")],
            Told = [("missing-words", "Size"), ("magnitude", "Size"), ("target-missing", "Rating"), ("text", "App")],
        };
        yield return new("films: minutes and seasons in one column")
        {
            // minutes and seasons do not compare: categories, and the person is told
            Columns = [Words("title", d.Sentences()), Category("type", d.Words("Movie", "TV Show")), Category("duration", d.Each(i => i % 3 == 0 ? $"{1 + (i % 9)} Seasons" : $"{60 + (i % 120)} min")), Date("date_added", "MMMM d, yyyy", d.Each(i => new DateTime(2019, 5, 1).AddDays(i))), Number("release_year", d.Whole(1_960, 2_021)), Category("rating", d.Words("PG-13", "TV-MA", "R", "G"))],
            Target = "rating",
            Told = [("text", "title"), ("mixed", "duration"), ("dates", "date_added")],
        };
        yield return new("the weather of tomorrow: NA everywhere, wind directions")
        {
            Columns =
            [
                Date("Date", "yyyy-MM-dd", d.Each(i => new DateTime(2008, 12, 1).AddDays(i))), Category("Location", d.Words("Albury", "Perth", "Darwin")), Number("Rainfall", d.Skewed(0, 90)).Missing("NA", 20, 3), Number("Evaporation", d.Numbers(0, 14)).Missing("NA", 2),
                Category("WindGustDir", d.Words("N", "NNE", "NE", "E", "W", "SW")).Missing("NA", 11, 4), Category("RainTomorrow", d.Mostly(0.75, "No", "Yes")).Missing("NA", 50, 9),
            ],
            Target = "RainTomorrow",
            Rows = 337,
            Told = [("dates", "Date"), ("missing-words", "Rainfall"), ("missing-words", "WindGustDir"), ("target-missing", "RainTomorrow")],
        };
        yield return new("countries and days: mostly missing, codes of three letters")
        {
            Columns =
            [
                Category("iso_code", d.Words("AFG", "ALB", "DZA", "NAM")), Date("date", "yyyy-MM-dd", d.Each(i => new DateTime(2020, 2, 24).AddDays(i / 4))), Number("new_cases", d.Skewed(0, 9_000, 0)), Number("icu_patients", d.Whole(1, 90)).Missing("", 2).Missing("", 4, 1), Number("stringency", d.Numbers(0, 100, 2)),
            ],
            Target = "stringency",
            Task = TableTask.Regression,
            Told = [("dates", "date")],
        };
        yield return new("sonar: sixty numbers and a letter, no header")
        {
            Columns = [.. Enumerable.Range(1, 60).Select(i => Number($"column {i}", new Draws(i, 208).Numbers(0, 1, 4), 4)), Category("column 61", new Draws(121, 208).Words("R", "M"))],
            Dialect = new() { HasHeader = false },
            Target = "column 61",
        };
        yield return new("seeds: tabs, now and then two of them")
        {
            Columns = [.. Enumerable.Range(1, 4).Select(i => Number($"column {i}", new Draws(i, 210).Numbers(1, 20, 3), 3).Write((cell, row) => i == 2 && row % 20 == 0 ? cell + "\t" : cell)), Category("column 5", new Draws(122, 210).Words("1", "2", "3"))],
            Dialect = new() { HasHeader = false, Delimiter = "\t", Quote = "" },
            Target = "column 5",
            Told = [("task", "column 5")],
            Choices = [new DatasetChoices { Delimiter = "spaces" }],
        };
        yield return new("yeast: names first, runs of two spaces, classes of letters")
        {
            Columns = [Words("column 1", new Draws(123, 300).Each(i => $"P{i}_YEAST")), .. Enumerable.Range(2, 4).Select(i => Number($"column {i}", new Draws(i, 300).Numbers(0, 1, 2), 2)), Category("column 6", new Draws(124, 300).Words("MIT", "NUC", "CYT"))],
            Dialect = new() { HasHeader = false, Delimiter = "  " },
            Target = "column 6",
            Told = [("text", "column 1")],
        };
        yield return new("covertype: fifty columns of 0 and 1, classes 1 to 7, no header")
        {
            Columns = [Number("column 1", d.Whole(1_859, 3_858)), .. Enumerable.Range(2, 49).Select(i => Number($"column {i}", new Draws(i, 344).Whole(0, 1))), Category("column 51", d.Words("1", "2", "3", "4", "5", "6", "7"))],
            Dialect = new() { HasHeader = false },
            Target = "column 51",
            Told = [("task", "column 51")],
        };
        yield return new("insurance: 0 to 5 children, charges")
        {
            Columns = [Number("age", d.Whole(18, 64)), Category("sex", d.Words("female", "male")), Number("bmi", d.Numbers(16, 53, 3)), Number("children", d.Whole(0, 5)), Category("smoker", d.Words("yes", "no")), Number("charges", d.Numbers(1_121, 63_770, 5))],
            Target = "charges",
            Task = TableTask.Regression,
        };
        yield return new("none as a word of one column: missing there, a category elsewhere")
        {
            Columns = [Number("n", d.Whole(1, 90)), Category("garage", d.Words("attached", "detached")).Missing("none", 5), Category("extra", d.Words("none", "pool")), Category("kind", d.Words("x", "y"))],
            Target = "kind",
            Choices = [new DatasetChoices { Columns = new Dictionary<string, ColumnChoices> { ["garage"] = new() { AlsoMissing = ["none"] } } }],
            Told = [("missing-words", "garage")],
        };
        yield return new("Parquet, as pandas writes it")
        {
            FileName = "table.parquet",
            Columns = ParquetColumns(),
            Content = ParquetOf(ParquetColumns()).GetAwaiter().GetResult(),
            Target = "kind",
        };
    }

    private static CorpusColumn[] ParquetColumns()
    {
        var d = new Draws(125, 90);
        return [Number("width", d.Numbers(0, 9, 2)).Missing("", 9, 4), Category("kind", d.Words("a", "b"))];
    }

    private static async Task<byte[]> ParquetOf(CorpusColumn[] columns)
    {
        var schema = new Parquet.Schema.ParquetSchema(new Parquet.Schema.DataField<double?>("width"), new Parquet.Schema.DataField<string>("kind"));
        using var stream = new MemoryStream();
        await using (var writer = await Parquet.ParquetWriter.CreateAsync(schema, stream))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<double>(schema.DataFields[0], columns[0].Numbers.Select(value => double.IsNaN(value) ? null : (double?)value).ToArray());
            await group.WriteAsync(schema.DataFields[1], columns[1].Cells);
        }
        return stream.ToArray();
    }
}
