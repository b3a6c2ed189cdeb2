using System.Runtime.InteropServices;
using System.Text;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>The distinct cells of a column, up to a limit, with how often each came and what it was read as.</summary>
/// <param name="most">How many distinct cells are kept.</param>
/// <param name="budget">Bytes that all columns of a table may take together.</param>
internal sealed class DistinctValues(int most, ByteBudget budget)
{
    private const int LongestBytes = 200;

    private readonly List<Entry> _entries = [];
    private int[] _slots = new int[64];
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>In the order they first came.</summary>
    public ReadOnlySpan<Entry> Entries => CollectionsMarshal.AsSpan(_entries);

    /// <summary>The text of an entry.</summary>
    public string Text(in Entry entry) => Encoding.UTF8.GetString(Bytes(entry));

    /// <summary>The entry of a cell; a null reference if it has not come yet.</summary>
    public ref Entry Find(ReadOnlySpan<byte> cell, ulong hash)
    {
        for (var slot = (int)hash & (_slots.Length - 1); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref var entry = ref CollectionsMarshal.AsSpan(_entries)[_slots[slot] - 1];
            if (entry.Hash == hash && Bytes(entry).SequenceEqual(cell))
                return ref entry;
        }
        return ref System.Runtime.CompilerServices.Unsafe.NullRef<Entry>();
    }

    /// <summary>Adds a cell that has not come yet; false if it is one too many, or too long to be one of few.</summary>
    public bool TryAdd(ReadOnlySpan<byte> cell, ulong hash, in CellValue value)
    {
        if (_entries.Count >= most || cell.Length > LongestBytes || !budget.TryTake(cell.Length + Entry.Size))
            return false;
        while (_length + cell.Length > _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        cell.CopyTo(_bytes.AsSpan(_length));
        _entries.Add(new Entry(hash, _length, cell.Length, value));
        _length += cell.Length;
        if (_entries.Count * 2 > _slots.Length)
            Rehash();
        else
            Put(hash, _entries.Count);
        return true;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 4];
        for (var i = 0; i < _entries.Count; i++)
            Put(_entries[i].Hash, i + 1);
    }

    private void Put(ulong hash, int number)
    {
        var slot = (int)hash & (_slots.Length - 1);
        while (_slots[slot] != 0)
            slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = number;
    }

    private ReadOnlySpan<byte> Bytes(in Entry entry) => _bytes.AsSpan(entry.Start, entry.Length);

    /// <summary>One distinct cell.</summary>
    internal struct Entry(ulong hash, int start, int length, CellValue value)
    {
        /// <summary>About what one takes in memory, with its slot.</summary>
        public const int Size = 96;

        public readonly ulong Hash = hash;
        public readonly int Start = start;
        public readonly int Length = length;
        public readonly CellValue Value = value;
        public int Count = 1;
    }
}

/// <summary>Memory that several may take from.</summary>
/// <param name="bytes">How much there is.</param>
internal sealed class ByteBudget(long bytes)
{
    private long _left = bytes;

    /// <summary>Takes some; false, and nothing is taken, if there is not so much left.</summary>
    public bool TryTake(long count)
    {
        if (count > _left)
            return false;
        _left -= count;
        return true;
    }
}
