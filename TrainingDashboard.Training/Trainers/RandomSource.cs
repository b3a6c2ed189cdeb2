using System.Numerics;
using TrainingDashboard.Training.Checkpoints;

namespace TrainingDashboard.Training.Trainers;

/// <summary>
/// A seeded random generator whose state can be kept in a checkpoint, so that a resumed job draws the same numbers.
/// xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64.
/// </summary>
public sealed class RandomSource : ITrainingState
{
    private readonly ulong[] _state = new ulong[4];

    /// <summary>A generator for one purpose: the same seed and stream give the same numbers on every machine.</summary>
    /// <param name="seed">The job's seed.</param>
    /// <param name="stream">Tells apart generators of one seed, such as one for each epoch's order.</param>
    public RandomSource(long seed, long stream = 0)
    {
        var mixer = unchecked((ulong)seed ^ BitOperations.RotateLeft((ulong)stream * 0x9E3779B97F4A7C15UL, 31));
        for (var i = 0; i < _state.Length; i++)
        {
            mixer = unchecked(mixer + 0x9E3779B97F4A7C15UL);
            var z = mixer;
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
            _state[i] = z ^ (z >> 31);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var s = _state;
        var result = unchecked(BitOperations.RotateLeft(s[1] * 5, 7) * 9);
        var t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = BitOperations.RotateLeft(s[3], 45);
        return result;
    }

    /// <summary>A number evenly spread over [0, 1), on a grid of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number evenly spread over [0, 1), on a grid of 2⁻²⁴.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1U << 24));

    /// <summary>A number evenly spread over [<paramref name="minimum"/>, <paramref name="maximum"/>).</summary>
    public double NextDouble(double minimum, double maximum) => minimum + (NextDouble() * (maximum - minimum));

    /// <summary>A whole number from 0 to below <paramref name="bound"/>, without bias (Lemire, 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var threshold = unchecked((0UL - (ulong)bound) % (ulong)bound);
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), (ulong)bound, out var low);
            if (low >= threshold)
                return (int)high;
        }
    }

    /// <summary>A normally distributed number, mean 0 and standard deviation 1 (Box and Muller, 1958).</summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts the items into random order in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter writer) => writer.Write("xoshiro256", _state);

    /// <inheritdoc/>
    public void Load(StateReader reader) => reader.Read("xoshiro256", _state);
}
