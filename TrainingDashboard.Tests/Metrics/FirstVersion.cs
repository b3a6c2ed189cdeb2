using System.Text;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Tests.Metrics;

/// <summary>Writes blocks as the first version of the dashboard stored them.</summary>
internal static class FirstVersion
{
    public static byte[] Encode(IReadOnlyList<MetricBlock> blocks)
    {
        using var memory = new MemoryStream();
        using var output = new BinaryWriter(memory);
        output.Write((byte)1);
        output.Write((ushort)blocks.Count);
        foreach (var block in blocks)
        {
            output.Write(block.Steps.Count);
            output.Write((ushort)block.Series.Count);
            foreach (var utf8 in block.Series.Keys.Select(Encoding.UTF8.GetBytes))
            {
                output.Write((ushort)utf8.Length);
                output.Write(utf8);
            }

            foreach (var number in block.Steps.Concat(block.Times))
                output.Write(number);
            foreach (var value in block.Series.Values.SelectMany(v => v))
                output.Write(BitConverter.DoubleToInt64Bits(value));
        }

        output.Flush();
        return memory.ToArray();
    }
}
