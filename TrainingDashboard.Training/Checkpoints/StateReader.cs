using System.Runtime.InteropServices;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>Hands back the named arrays of a checkpoint.</summary>
public sealed class StateReader
{
    private readonly IReadOnlyDictionary<string, StateEntry> _entries;
    private readonly string _prefix;

    internal StateReader(IReadOnlyDictionary<string, StateEntry> entries, string prefix = "")
    {
        _entries = entries;
        _prefix = prefix;
    }

    /// <summary>A reader of the names that <see cref="StateWriter.Scope"/> kept apart.</summary>
    public StateReader Scope(string name) => new(_entries, $"{_prefix}{name}/");

    /// <summary>Whether anything was written under the name.</summary>
    public bool Has(string name) => _entries.ContainsKey(_prefix + name);

    /// <summary>Fills <paramref name="into"/> with what was written under the name.</summary>
    /// <exception cref="CheckpointException">There is no such entry, or it has another type or length.</exception>
    public void Read<T>(string name, Span<T> into)
        where T : unmanaged
    {
        var (full, entry) = Find(name);
        var bytes = MemoryMarshal.AsBytes(into);
        if (entry.Type != StateTypes.Of<T>() || entry.Bytes.Length != bytes.Length)
        {
            throw new CheckpointException(
                $"The checkpoint's entry '{full}' holds {entry.Bytes.Length} bytes of {entry.Type}; expected {bytes.Length} bytes of {StateTypes.Of<T>()}.");
        }

        entry.Bytes.Span.CopyTo(bytes);
    }

    /// <summary>All that was written under the name, however long it is.</summary>
    /// <exception cref="CheckpointException">There is no such entry, or it has another type.</exception>
    public T[] ReadAll<T>(string name)
        where T : unmanaged
    {
        var (full, entry) = Find(name);
        return entry.Type == StateTypes.Of<T>()
            ? MemoryMarshal.Cast<byte, T>(entry.Bytes.Span).ToArray()
            : throw new CheckpointException($"The checkpoint's entry '{full}' holds {entry.Type}; expected {StateTypes.Of<T>()}.");
    }

    private (string Full, StateEntry Entry) Find(string name)
    {
        var full = _prefix + name;
        return _entries.TryGetValue(full, out var entry) ? (full, entry) : throw new CheckpointException($"The checkpoint has no entry '{full}'.");
    }
}

internal readonly record struct StateEntry(StateType Type, ReadOnlyMemory<byte> Bytes);

internal enum StateType : byte
{
    Byte = 1,
    Int32 = 2,
    Int64 = 3,
    UInt64 = 4,
    Single = 5,
    Double = 6,
}

internal static class StateTypes
{
    public static StateType Of<T>()
        where T : unmanaged
        => typeof(T) switch
        {
            var t when t == typeof(byte) => StateType.Byte,
            var t when t == typeof(int) => StateType.Int32,
            var t when t == typeof(long) => StateType.Int64,
            var t when t == typeof(ulong) => StateType.UInt64,
            var t when t == typeof(float) => StateType.Single,
            var t when t == typeof(double) => StateType.Double,
            var t => throw new ArgumentException($"A checkpoint holds byte, int, long, ulong, float or double, not {t.Name}."),
        };
}
