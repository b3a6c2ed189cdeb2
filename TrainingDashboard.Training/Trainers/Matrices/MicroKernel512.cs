using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrainingDashboard.Training.Trainers.Matrices;

/// <summary>
/// An 8 × 32 tile in 16 of AVX-512's 32 registers: two loads and eight broadcasts feed sixteen fused multiply-adds.
/// Written out because only named locals stay in registers.
/// </summary>
internal readonly unsafe struct MicroKernel512 : IMicroKernel
{
    /// <inheritdoc/>
    public static int Rows => 8;

    /// <inheritdoc/>
    public static int Columns => 32;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        int depth, float* a, nint aRow, nint aDepth, float* b, nint bDepth, float* c, nint cRow, bool add)
    {
        var a1 = a + aRow;
        var a2 = a1 + aRow;
        var a3 = a2 + aRow;
        var a4 = a3 + aRow;
        var a5 = a4 + aRow;
        var a6 = a5 + aRow;
        var a7 = a6 + aRow;
        Vector512<float> c0L = default, c0R = default;
        Vector512<float> c1L = default, c1R = default;
        Vector512<float> c2L = default, c2R = default;
        Vector512<float> c3L = default, c3R = default;
        Vector512<float> c4L = default, c4R = default;
        Vector512<float> c5L = default, c5R = default;
        Vector512<float> c6L = default, c6R = default;
        Vector512<float> c7L = default, c7R = default;
        for (nint k = 0; depth > 0; depth--, k += aDepth, b += bDepth)
        {
            var left = Vector512.Load(b);
            var right = Vector512.Load(b + 16);
            var x0 = Vector512.Create(a[k]);
            c0L = Vector512.FusedMultiplyAdd(x0, left, c0L);
            c0R = Vector512.FusedMultiplyAdd(x0, right, c0R);
            var x1 = Vector512.Create(a1[k]);
            c1L = Vector512.FusedMultiplyAdd(x1, left, c1L);
            c1R = Vector512.FusedMultiplyAdd(x1, right, c1R);
            var x2 = Vector512.Create(a2[k]);
            c2L = Vector512.FusedMultiplyAdd(x2, left, c2L);
            c2R = Vector512.FusedMultiplyAdd(x2, right, c2R);
            var x3 = Vector512.Create(a3[k]);
            c3L = Vector512.FusedMultiplyAdd(x3, left, c3L);
            c3R = Vector512.FusedMultiplyAdd(x3, right, c3R);
            var x4 = Vector512.Create(a4[k]);
            c4L = Vector512.FusedMultiplyAdd(x4, left, c4L);
            c4R = Vector512.FusedMultiplyAdd(x4, right, c4R);
            var x5 = Vector512.Create(a5[k]);
            c5L = Vector512.FusedMultiplyAdd(x5, left, c5L);
            c5R = Vector512.FusedMultiplyAdd(x5, right, c5R);
            var x6 = Vector512.Create(a6[k]);
            c6L = Vector512.FusedMultiplyAdd(x6, left, c6L);
            c6R = Vector512.FusedMultiplyAdd(x6, right, c6R);
            var x7 = Vector512.Create(a7[k]);
            c7L = Vector512.FusedMultiplyAdd(x7, left, c7L);
            c7R = Vector512.FusedMultiplyAdd(x7, right, c7R);
        }

        Store(c, c0L, c0R, add);
        Store(c + cRow, c1L, c1R, add);
        Store(c + (2 * cRow), c2L, c2R, add);
        Store(c + (3 * cRow), c3L, c3R, add);
        Store(c + (4 * cRow), c4L, c4R, add);
        Store(c + (5 * cRow), c5L, c5R, add);
        Store(c + (6 * cRow), c6L, c6R, add);
        Store(c + (7 * cRow), c7L, c7R, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector512<float> left, Vector512<float> right, bool add)
    {
        if (add)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + 16);
        }

        left.Store(c);
        right.Store(c + 16);
    }
}
