using System.Security.Cryptography;
using System.Text;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>Where a job stands between two batches.</summary>
/// <param name="EpochsDone">Epochs completed with their validation.</param>
/// <param name="BatchesDone">Batches completed of the epoch under way.</param>
/// <param name="Step">Batches completed in all.</param>
public readonly record struct TrainingPosition(int EpochsDone, int BatchesDone, long Step);

/// <summary>
/// A job's whole state at one position, as bytes that check themselves. Layout, little-endian: magic <c>TDCKPT</c>,
/// version (u16), total length (i64), position (i32, i32, i64), entries (name length u16, UTF-8 name, type u8, byte
/// length i64, bytes), SHA-256 of all before it.
/// </summary>
public sealed class Checkpoint
{
    private const ushort Version = 1;
    private const int HeaderLength = 6 + 2 + 8 + 4 + 4 + 8;
    private const int HashLength = SHA256.HashSizeInBytes;
    private readonly Dictionary<string, StateEntry> _entries;

    private Checkpoint(TrainingPosition position, ReadOnlyMemory<byte> encoded, Dictionary<string, StateEntry> entries)
    {
        Position = position;
        Encoded = encoded;
        _entries = entries;
    }

    private static ReadOnlySpan<byte> Magic => "TDCKPT"u8;

    /// <summary>The position the state belongs to.</summary>
    public TrainingPosition Position { get; }

    /// <summary>The bytes it was decoded from.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The state's entries.</summary>
    public StateReader Reader => new(_entries);

    /// <summary>Encodes the states that a trainer keeps.</summary>
    public static byte[] Encode(TrainingPosition position, IEnumerable<KeyValuePair<string, ITrainingState>> states)
    {
        using var memory = new MemoryStream();
        using (var output = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            output.Write(Magic);
            output.Write(Version);
            output.Write(0L);
            output.Write(position.EpochsDone);
            output.Write(position.BatchesDone);
            output.Write(position.Step);
            var writer = new StateWriter(output);
            foreach (var (name, state) in states)
                state.Save(writer.Scope(name));
            output.Seek(Magic.Length + 2, SeekOrigin.Begin);
            output.Write(memory.Length + HashLength);
        }

        memory.Seek(0, SeekOrigin.End);
        memory.Write(SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        return memory.ToArray();
    }

    /// <summary>The position of bytes that are a checkpoint; null where they are none.</summary>
    public static TrainingPosition? TryDecodePosition(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Decode(bytes).Position;
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    /// <summary>Decodes and checks; nothing in the bytes is believed before the hash is.</summary>
    /// <exception cref="CheckpointException">Says which check failed.</exception>
    public static Checkpoint Decode(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < HeaderLength + HashLength || !span[..Magic.Length].SequenceEqual(Magic))
            throw new CheckpointException("This is not a checkpoint: the magic bytes are missing or the file is too short.");
        var version = BitConverter.ToUInt16(span[Magic.Length..]);
        if (version != Version)
            throw new CheckpointException($"The checkpoint has version {version}; this build reads version {Version}.");
        var length = BitConverter.ToInt64(span[(Magic.Length + 2)..]);
        if (length != span.Length)
            throw new CheckpointException($"The checkpoint is {span.Length} bytes long; its header says {length}.");
        if (!SHA256.HashData(span[..^HashLength]).AsSpan().SequenceEqual(span[^HashLength..]))
            throw new CheckpointException("The checkpoint's SHA-256 does not match its content.");

        var position = new TrainingPosition(
            BitConverter.ToInt32(span[16..]), BitConverter.ToInt32(span[20..]), BitConverter.ToInt64(span[24..]));
        return new Checkpoint(position, bytes, ReadEntries(bytes[HeaderLength..^HashLength]));
    }

    private static Dictionary<string, StateEntry> ReadEntries(ReadOnlyMemory<byte> rest)
    {
        var entries = new Dictionary<string, StateEntry>(StringComparer.Ordinal);
        while (!rest.IsEmpty)
        {
            var nameLength = BitConverter.ToUInt16(Take(ref rest, 2).Span);
            var name = Encoding.UTF8.GetString(Take(ref rest, nameLength).Span);
            var type = (StateType)Take(ref rest, 1).Span[0];
            var byteLength = BitConverter.ToInt64(Take(ref rest, 8).Span);
            if (!entries.TryAdd(name, new StateEntry(type, Take(ref rest, byteLength))))
                throw new CheckpointException($"The checkpoint has two entries '{name}'.");
        }

        return entries;
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest, long length)
    {
        if (length < 0 || length > rest.Length)
            throw new CheckpointException("A checkpoint entry reaches past the end of the file.");
        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }
}
