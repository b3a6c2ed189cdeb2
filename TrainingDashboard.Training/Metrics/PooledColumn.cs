using System.Buffers;

namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// Numbers that grow into a shared array: a column of many thousand is needed for a moment, again and again, and as a
/// fresh one each time it would cost more to clear than to fill.
/// </summary>
internal sealed class PooledColumn<T> : IDisposable
    where T : unmanaged
{
    private T[] _items = [];

    public int Count { get; private set; }

    /// <summary>The numbers, until this is added to or disposed of.</summary>
    public ReadOnlyMemory<T> Memory => _items.AsMemory(0, Count);

    public ReadOnlySpan<T> Span => _items.AsSpan(0, Count);

    public void Add(T item)
    {
        Reserve(1);
        _items[Count++] = item;
    }

    public void AddRange(ReadOnlySpan<T> items)
    {
        Reserve(items.Length);
        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    /// <summary>Lets all but the first go.</summary>
    public void Keep(int first) => Count = first;

    public void Dispose()
    {
        if (_items.Length > 0)
            ArrayPool<T>.Shared.Return(_items);
        (_items, Count) = ([], 0);
    }

    private void Reserve(int more)
    {
        if (_items.Length - Count >= more)
            return;
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(_items.Length * 2, Count + more));
        Span.CopyTo(larger);
        if (_items.Length > 0)
            ArrayPool<T>.Shared.Return(_items);
        _items = larger;
    }
}
