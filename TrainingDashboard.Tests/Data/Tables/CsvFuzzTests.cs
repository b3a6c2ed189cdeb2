using System.Text;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Data.Tables;

public sealed class CsvFuzzTests
{
    private static readonly string[] s_spice = ["\"", ",", ";", "\n", "\r", "\0", "#", "?", "NaN", "1e999", "\uFEFF", "é", "\t", "|", "-"];

    [Fact]
    public void Read_ThousandsOfMutations_ReadOrRefuseAndPrepareFinite()
    {
        var valid = Encoding.UTF8.GetBytes("# t\na,b,\"c \"\"d\"\"\",k\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},\"x{i % 3}\",{i}.5e-1,{i % 2}\r\n")));
        var random = new RandomSource(42);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = valid.ToList();
            for (var edits = 1 + random.NextInt32(4); edits > 0; edits--)
                Mutate(bytes, random);
            try
            {
                var data = Csv.Read([.. bytes]).Prepare(0.3, round);
                Assert.All(data.Features, v => Assert.True(float.IsFinite(v)));
                Assert.All(data.Targets, v => Assert.True(float.IsFinite(v)));
                read++;
            }
            catch (DatasetFormatException e)
            {
                Assert.True(e is { Line: > 0, Column: > 0 });
                refused++;
            }
        }
        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused");
    }

    private static void Mutate(List<byte> bytes, RandomSource random)
    {
        var at = random.NextInt32(bytes.Count);
        switch (random.NextInt32(5))
        {
            case 0:
                bytes[at] = (byte)random.NextInt32(256);
                break;
            case 1:
                bytes.RemoveAt(at);
                break;
            case 2:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_spice[random.NextInt32(s_spice.Length)]));
                break;
            case 3:
                bytes.RemoveRange(at, random.NextInt32(Math.Min(60, bytes.Count - at)));
                break;
            default:
                bytes.InsertRange(at, bytes.GetRange(random.NextInt32(at + 1), random.NextInt32(10) % Math.Max(1, bytes.Count - at)));
                break;
        }
    }
}
