using System.Runtime.CompilerServices;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>The least or the greatest of some numbers, how often it came, and the one next to it.</summary>
internal sealed class Extreme(bool isLeast)
{
    /// <summary>NaN if there is no number.</summary>
    public double Value { get; private set; } = double.NaN;

    public long Count { get; private set; }

    /// <summary>The second of all different numbers; NaN if all are equal.</summary>
    public double Next { get; private set; } = double.NaN;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value)
    {
        if (value == Value)
        {
            Count++;
        }
        else if (Count == 0 || (isLeast ? value < Value : value > Value))
        {
            Next = Value;
            (Value, Count) = (value, 1);
        }
        else if (double.IsNaN(Next) || (isLeast ? value < Next : value > Next))
        {
            Next = value;
        }
    }
}
