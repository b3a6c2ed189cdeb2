using System.Globalization;

namespace TrainingDashboard.Benchmarks.Data;

/// <summary>A CSV file with a column of every type that tables have, in a folder of its own.</summary>
internal sealed class BigTable : IDisposable
{
    private static readonly string[] s_colours = ["red", "green", "blue", "yellow"];
    private static readonly string[] s_rates = ["NA", "3", "4", "5"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    /// <summary>Writes the file.</summary>
    /// <param name="bytes">How large it is at least.</param>
    public BigTable(long bytes)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(Path, append: false) { NewLine = "\n" };
        writer.WriteLine("id,age,z,price,colour,day,name,w,rate,bought");
        while (writer.BaseStream.Position < bytes)
        {
            var day = DateTime.UnixEpoch.AddDays(random.Next(20_000));
            var row = string.Create(
                CultureInfo.InvariantCulture,
                $"{Rows},{random.Next(101)},{random.NextSingle() * 6 - 3:0.000000},{random.NextSingle() * 1e5:0.00},{s_colours[random.Next(4)]},{day:yyyy-MM-dd},name {random.Next(1_000_000_000)},{random.NextSingle() * 10:0.0000},{s_rates[random.Next(4)]},{(random.Next(2) == 0 ? "yes" : "no")}");
            writer.WriteLine(row);
            Rows++;
        }
    }

    public static string Name => "big.csv";

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(Folder, Name);

    /// <summary>Rows below the header.</summary>
    public int Rows { get; }

    /// <summary>Size in bytes.</summary>
    public long Bytes => new FileInfo(Path).Length;

    public void Dispose() => _folder.Delete(recursive: true);
}
