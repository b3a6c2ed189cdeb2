using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrainingDashboard.Training.Trainers.Matrices;

/// <summary>
/// A 4 × 16 tile in 8 of AVX2's 16 registers, enough to hide the latency of two multiply-adds a cycle. Where there
/// is no AVX2 the runtime makes each vector of two halves or of plain floats, so this is the portable kernel as well.
/// Written out because only named locals stay in registers.
/// </summary>
internal readonly unsafe struct MicroKernel256 : IMicroKernel
{
    /// <inheritdoc/>
    public static int Rows => 4;

    /// <inheritdoc/>
    public static int Columns => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        int depth, float* a, nint aRow, nint aDepth, float* b, nint bDepth, float* c, nint cRow, bool add)
    {
        var a1 = a + aRow;
        var a2 = a1 + aRow;
        var a3 = a2 + aRow;
        Vector256<float> c0L = default, c0R = default;
        Vector256<float> c1L = default, c1R = default;
        Vector256<float> c2L = default, c2R = default;
        Vector256<float> c3L = default, c3R = default;
        for (nint k = 0; depth > 0; depth--, k += aDepth, b += bDepth)
        {
            var left = Vector256.Load(b);
            var right = Vector256.Load(b + 8);
            var x0 = Vector256.Create(a[k]);
            c0L = Vector256.MultiplyAddEstimate(x0, left, c0L);
            c0R = Vector256.MultiplyAddEstimate(x0, right, c0R);
            var x1 = Vector256.Create(a1[k]);
            c1L = Vector256.MultiplyAddEstimate(x1, left, c1L);
            c1R = Vector256.MultiplyAddEstimate(x1, right, c1R);
            var x2 = Vector256.Create(a2[k]);
            c2L = Vector256.MultiplyAddEstimate(x2, left, c2L);
            c2R = Vector256.MultiplyAddEstimate(x2, right, c2R);
            var x3 = Vector256.Create(a3[k]);
            c3L = Vector256.MultiplyAddEstimate(x3, left, c3L);
            c3R = Vector256.MultiplyAddEstimate(x3, right, c3R);
        }

        Store(c, c0L, c0R, add);
        Store(c + cRow, c1L, c1R, add);
        Store(c + (2 * cRow), c2L, c2R, add);
        Store(c + (3 * cRow), c3L, c3R, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector256<float> left, Vector256<float> right, bool add)
    {
        if (add)
        {
            left += Vector256.Load(c);
            right += Vector256.Load(c + 8);
        }

        left.Store(c);
        right.Store(c + 8);
    }
}
