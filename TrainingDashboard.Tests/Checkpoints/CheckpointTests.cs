using System.Security.Cryptography;
using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private static readonly TrainingPosition s_position = new(2, 5, 1_234_567_890_123);

    [Fact]
    public void Decode_OfWhatWasEncoded_GivesTheSameBits()
    {
        var state = new Numbers { Floats = [1, float.NaN, float.NegativeInfinity, -0f], Longs = [long.MinValue, 3] };
        var checkpoint = Checkpoint.Decode(Encode(state));
        var read = new Numbers { Floats = new float[4], Longs = new long[2] };
        read.Load(checkpoint.Reader.Scope("a"));
        Assert.Equal(s_position, checkpoint.Position);
        Assert.Equal(state.Floats.Select(BitConverter.SingleToInt32Bits), read.Floats.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(state.Longs, read.Longs);
    }

    [Fact]
    public void Encode_OfEqualStates_GivesEqualBytes() => Assert.Equal(Encode(new Numbers()), Encode(new Numbers()));

    [Fact]
    public void Decode_WithAnyByteFlipped_IsRefused()
    {
        var bytes = Encode(new Numbers());
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x40;
            Assert.Throws<CheckpointException>(() => Checkpoint.Decode(bytes));
            bytes[i] ^= 0x40;
        }

        Checkpoint.Decode(bytes);
    }

    [Fact]
    public void Decode_OfAnyShorterOrLongerFile_IsRefused()
    {
        var bytes = Encode(new Numbers());
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<CheckpointException>(() => Checkpoint.Decode(bytes.AsMemory(0, length)));
        Assert.Throws<CheckpointException>(() => Checkpoint.Decode((byte[])[.. bytes, 0]));
    }

    [Fact]
    public void Decode_OfAnotherVersion_SaysSo()
    {
        var bytes = Encode(new Numbers());
        bytes[6] = 2;
        Rehash(bytes);
        var refusal = Assert.Throws<CheckpointException>(() => Checkpoint.Decode(bytes));
        Assert.Contains("version 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_OfAnEntryThatReachesPastTheEnd_IsRefusedThoughTheHashIsRight()
    {
        var bytes = Encode(new Numbers());

        // the first entry's byte length stands after its name (u16 and "a/floats") and its type
        BitConverter.TryWriteBytes(bytes.AsSpan(32 + 2 + 8 + 1), long.MaxValue);
        Rehash(bytes);
        Assert.Throws<CheckpointException>(() => Checkpoint.Decode(bytes));
        BitConverter.TryWriteBytes(bytes.AsSpan(32 + 2 + 8 + 1), -1L);
        Rehash(bytes);
        Assert.Throws<CheckpointException>(() => Checkpoint.Decode(bytes));
    }

    [Fact]
    public void Decode_OfTwoEntriesWithOneName_IsRefusedThoughTheHashIsRight()
    {
        var bytes = Checkpoint.Encode(default, [new("a", new Numbers()), new("b", new Numbers())]);
        foreach (ref var letter in bytes.AsSpan(32))
        {
            if (letter == (byte)'b')
            {
                letter = (byte)'a';
                break;
            }
        }

        Rehash(bytes);
        Assert.Throws<CheckpointException>(() => Checkpoint.Decode(bytes));
    }

    [Fact]
    public void Read_OfAMissingEntryOrAnotherLengthOrType_IsRefused()
    {
        var reader = Checkpoint.Decode(Encode(new Numbers())).Reader.Scope("a");
        Assert.Throws<CheckpointException>(() => reader.Read("nothing", new float[3].AsSpan()));
        Assert.Throws<CheckpointException>(() => reader.Read("floats", new float[2].AsSpan()));
        Assert.Throws<CheckpointException>(() => reader.Read("floats", new int[3].AsSpan()));
    }

    [Fact]
    public void Write_OfOneNameTwice_IsRefused()
        => Assert.Throws<ArgumentException>(
            () => Checkpoint.Encode(default, [new("a", new Numbers()), new("a", new Numbers())]));

    private static byte[] Encode(Numbers state) => Checkpoint.Encode(s_position, [new("a", state)]);

    private static void Rehash(byte[] bytes) => SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32), bytes.AsSpan(bytes.Length - 32));

    private sealed class Numbers : ITrainingState
    {
        public float[] Floats { get; init; } = [1, 2, 3];

        public long[] Longs { get; init; } = [4];

        public void Save(StateWriter writer)
        {
            writer.Write<float>("floats", Floats);
            writer.Write<long>("longs", Longs);
        }

        public void Load(StateReader reader)
        {
            reader.Read<float>("floats", Floats);
            reader.Read<long>("longs", Longs);
        }
    }
}
