using System.Runtime.CompilerServices;

namespace TrainingDashboard.Training.Trainers.Matrices;

/// <summary>Floats that stay where they are and start at a cache line. Grows when asked and forgets its content then.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int CacheLine = 64;
    private float[] _storage = [];

    /// <summary>A pointer to at least <paramref name="count"/> floats, valid until the next call.</summary>
    public float* Take(int count)
    {
        const int slack = CacheLine / sizeof(float);
        if (_storage.Length < count + slack)
            _storage = GC.AllocateUninitializedArray<float>(count + slack, pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref _storage[0]);
        return (float*)((address + CacheLine - 1) & ~(nuint)(CacheLine - 1));
    }
}
