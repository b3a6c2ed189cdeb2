namespace TrainingDashboard.Training.Trainers.Matrices;

/// <summary>
/// The innermost part of a matrix product: one tile of the result, held in registers while the depth goes by. Every
/// kernel forms each element by the same chain of fused multiply-adds, so they agree bit for bit where the hardware
/// fuses.
/// </summary>
internal unsafe interface IMicroKernel
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the tile.</summary>
    static abstract int Columns { get; }

    /// <summary>Sets the tile to A·B, or adds A·B to it.</summary>
    /// <param name="depth">Terms in each sum, at least 1.</param>
    /// <param name="a">Element (i, k) is <c>a[(i * aRow) + (k * aDepth)]</c>.</param>
    /// <param name="aRow">Distance of two rows of A.</param>
    /// <param name="aDepth">Distance of two columns of A.</param>
    /// <param name="b">Element (k, j) is <c>b[(k * bDepth) + j]</c>.</param>
    /// <param name="bDepth">Distance of two rows of B.</param>
    /// <param name="c">Element (i, j) is <c>c[(i * cRow) + j]</c>.</param>
    /// <param name="cRow">Distance of two rows of C.</param>
    /// <param name="add">Whether what stands in C is kept and added to.</param>
    static abstract void Multiply(
        int depth, float* a, nint aRow, nint aDepth, float* b, nint bDepth, float* c, nint cRow, bool add);
}
