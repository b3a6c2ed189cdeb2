using System.Runtime.Intrinsics;

namespace TrainingDashboard.Training.Trainers.Matrices;

/// <summary>
/// Products of dense row-major float32 matrices on the calling thread: blocks that fit the caches, packed into panels,
/// multiplied tile by tile in registers (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication",
/// 2008). The same operands give the same bits on any thread.
/// </summary>
internal static unsafe class MatrixProduct
{
    // A strip of B (DepthBlock × 32) stays in the first-level cache, a block of A (RowBlock × DepthBlock) in the second
    private const int DepthBlock = 256;
    private const int RowBlock = 128;
    private const int ColumnBlock = 1024;

    // With no more tiles than this below each other, B is read too seldom to be worth copying
    private const int FewTiles = 4;

    [ThreadStatic]
    private static AlignedBuffer? s_panelA;

    [ThreadStatic]
    private static AlignedBuffer? s_panelB;

    /// <summary>C = op(A)·op(B), or C += op(A)·op(B), where op may transpose. No operand overlaps C.</summary>
    /// <param name="rows">Rows of op(A) and of C.</param>
    /// <param name="columns">Columns of op(B) and of C.</param>
    /// <param name="depth">Columns of op(A), rows of op(B); 0 leaves or clears C.</param>
    /// <param name="a">A: rows × depth, or depth × rows if <paramref name="transposeA"/>.</param>
    /// <param name="transposeA">Whether op transposes A.</param>
    /// <param name="b">B: depth × columns, or columns × depth if <paramref name="transposeB"/>.</param>
    /// <param name="transposeB">Whether op transposes B.</param>
    /// <param name="c">C: rows × columns.</param>
    /// <param name="add">Whether what stands in C is kept and added to.</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape.</exception>
    public static void Multiply(
        int rows,
        int columns,
        int depth,
        ReadOnlySpan<float> a,
        bool transposeA,
        ReadOnlySpan<float> b,
        bool transposeB,
        Span<float> c,
        bool add)
    {
        if (Vector512.IsHardwareAccelerated)
            Multiply<MicroKernel512>(rows, columns, depth, a, transposeA, b, transposeB, c, add);
        else
            Multiply<MicroKernel256>(rows, columns, depth, a, transposeA, b, transposeB, c, add);
    }

    /// <summary>The product by a kernel of the caller's choice, for tests and comparisons.</summary>
    internal static void Multiply<TKernel>(
        int rows,
        int columns,
        int depth,
        ReadOnlySpan<float> a,
        bool transposeA,
        ReadOnlySpan<float> b,
        bool transposeB,
        Span<float> c,
        bool add)
        where TKernel : struct, IMicroKernel
    {
        if (a.Length < (long)rows * depth || b.Length < (long)depth * columns || c.Length < (long)rows * columns)
            throw new ArgumentException($"The operands are too short for {rows} × {depth} times {depth} × {columns}.");
        if (depth == 0 && !add)
            c[..(rows * columns)].Clear();
        fixed (float* a0 = a, b0 = b, c0 = c)
        {
            var left = new Operand(a0, transposeA ? rows : depth, transposeA);
            var right = new Operand(b0, transposeB ? depth : columns, transposeB);
            for (var j = 0; j < columns; j += ColumnBlock)
            {
                var width = Math.Min(ColumnBlock, columns - j);
                for (var k = 0; k < depth; k += DepthBlock)
                {
                    var deep = Math.Min(DepthBlock, depth - k);
                    var blockB = right.At(k, j);
                    var inPlace = transposeB || rows > FewTiles * TKernel.Rows ? 0 : width / TKernel.Columns * TKernel.Columns;
                    var panelB = PackB(right.At(k, j + inPlace), width - inPlace, deep, TKernel.Columns);
                    for (var i = 0; i < rows; i += RowBlock)
                    {
                        var tall = Math.Min(RowBlock, rows - i);
                        var panelA = PackA(left.At(i, k), tall, deep, TKernel.Rows);
                        for (var x = 0; x < width; x += TKernel.Columns)
                        {
                            var strip = x < inPlace
                                ? blockB.At(0, x)
                                : new Operand(panelB + ((nint)(x - inPlace) * deep), TKernel.Columns, false);
                            var to = new Operand(c0 + ((nint)i * columns) + j + x, columns, false);
                            var wide = Math.Min(TKernel.Columns, width - x);
                            MultiplyStrip<TKernel>(tall, wide, deep, panelA, strip, to, add || k > 0);
                        }
                    }
                }
            }
        }
    }

    private static Operand PackA(Operand a, int rows, int depth, int tile)
    {
        var panel = (s_panelA ??= new()).Take(WholeTiles(rows, tile) * depth);
        if (a.Transposed)
            PanelPacking.CopyStrips(a.Start, a.Stride, rows, depth, tile, panel);
        else
            PanelPacking.CopyRows(a.Start, a.Stride, rows, depth, tile, panel);
        return new Operand(panel, a.Transposed ? tile : depth, a.Transposed);
    }

    private static float* PackB(Operand b, int columns, int depth, int tile)
    {
        var panel = (s_panelB ??= new()).Take(WholeTiles(columns, tile) * depth);
        if (b.Transposed)
            PanelPacking.TransposeStrips(b.Start, b.Stride, columns, depth, tile, panel);
        else
            PanelPacking.CopyStrips(b.Start, b.Stride, columns, depth, tile, panel);
        return panel;
    }

    /// <summary>A packed block of A times a strip of B as wide as a tile.</summary>
    private static void MultiplyStrip<TKernel>(
        int rows, int columns, int depth, Operand a, Operand b, Operand c, bool add)
        where TKernel : struct, IMicroKernel
    {
        var aside = stackalloc float[TKernel.Rows * TKernel.Columns];
        var aRow = a.Transposed ? 1 : a.Stride;
        var aDepth = a.Transposed ? a.Stride : 1;
        for (var i = 0; i < rows; i += TKernel.Rows)
        {
            var from = a.Start + ((nint)i * depth);
            var to = c.Start + (i * c.Stride);
            if (i + TKernel.Rows <= rows && columns == TKernel.Columns)
            {
                TKernel.Multiply(depth, from, aRow, aDepth, b.Start, b.Stride, to, c.Stride, add);
                continue;
            }

            // a tile that reaches over the edge is made aside, and its part inside copied
            TKernel.Multiply(depth, from, aRow, aDepth, b.Start, b.Stride, aside, TKernel.Columns, add: false);
            for (var y = 0; y < TKernel.Rows && i + y < rows; y++)
            {
                for (var x = 0; x < columns; x++)
                {
                    var value = aside[(y * TKernel.Columns) + x];
                    to[(y * c.Stride) + x] = add ? to[(y * c.Stride) + x] + value : value;
                }
            }
        }
    }

    private static int WholeTiles(int count, int tile) => (count + tile - 1) / tile * tile;

    /// <summary>A part of a matrix in memory; the stride is the distance of two stored rows.</summary>
    private readonly struct Operand(float* start, nint stride, bool transposed)
    {
        public readonly float* Start = start;
        public readonly nint Stride = stride;
        public readonly bool Transposed = transposed;

        /// <summary>The part that begins at an element of op(matrix).</summary>
        public Operand At(int row, int column)
            => new(Start + (Transposed ? (column * Stride) + row : (row * Stride) + column), Stride, Transposed);
    }
}
