using System.Buffers.Binary;
using System.IO.Compression;

namespace TrainingDashboard.Tests.Data.Images;

/// <summary>Makes IDX files, sound ones and others.</summary>
public static class IdxBytes
{
    public static byte[] Make(uint magic, int[] dimensions, byte[] rest)
    {
        var bytes = new byte[4 + (4 * dimensions.Length) + rest.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, magic);
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), dimensions[i]);
        rest.CopyTo(bytes, 4 + (4 * dimensions.Length));
        return bytes;
    }

    /// <summary>So many images of 3 × 4 with byte values that count up.</summary>
    public static byte[] Images(int count = 20) =>
        Make(0x0803, [count, 3, 4], [.. Enumerable.Range(0, count * 12).Select(i => (byte)i)]);

    /// <summary>Labels 0, 1, 2, 0, 1, 2, …</summary>
    public static byte[] Labels(int count = 20) => Make(0x0801, [count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))]);

    public static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(bytes);
        return compressed.ToArray();
    }
}
