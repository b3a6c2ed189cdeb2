using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Matrices;

namespace TrainingDashboard.Tests.Trainers;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Product_OfAnyShape_EqualsTheNaiveOne(bool transposeA, bool transposeB)
    {
        int[] sizes = [1, 3, 8, 9, 17, 33, 64];
        foreach (var rows in sizes)
        {
            foreach (var columns in sizes)
            {
                foreach (var depth in sizes)
                    CheckBothKernels(rows, columns, depth, transposeA, transposeB);
            }
        }
    }

    [Theory]
    [InlineData(131, 37, 259)]
    [InlineData(5, 1057, 513)]
    [InlineData(300, 45, 300)]
    public void Product_LargerThanItsBlocks_EqualsTheNaiveOne(int rows, int columns, int depth)
    {
        foreach (var (transposeA, transposeB) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
            CheckBothKernels(rows, columns, depth, transposeA, transposeB);
    }

    [Fact]
    public void Product_OfDepthZero_ClearsOrKeeps()
    {
        float[] c = [1, 2];
        MatrixProduct.Multiply(1, 2, 0, [], false, [], false, c, add: true);
        Assert.Equal([1, 2], c);
        MatrixProduct.Multiply(1, 2, 0, [], false, [], false, c, add: false);
        Assert.Equal([0, 0], c);
    }

    [Fact]
    public void Product_OfTooShortOperands_IsRefused()
        => Assert.Throws<ArgumentException>(
            () => MatrixProduct.Multiply(2, 2, 2, new float[3], false, new float[4], false, new float[4], false));

    private static void CheckBothKernels(int rows, int columns, int depth, bool transposeA, bool transposeB)
    {
        var random = new RandomSource((rows * 1000) + columns, depth);
        var a = Numbers(random, rows * depth);
        var b = Numbers(random, depth * columns);
        var c = Numbers(random, rows * columns);
        foreach (var add in (bool[])[false, true])
        {
            var wide = (float[])c.Clone();
            var narrow = (float[])c.Clone();
            MatrixProduct.Multiply<MicroKernel512>(rows, columns, depth, a, transposeA, b, transposeB, wide, add);
            MatrixProduct.Multiply<MicroKernel256>(rows, columns, depth, a, transposeA, b, transposeB, narrow, add);
            Assert.Equal(wide, narrow);
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    double expected = add ? c[(i * columns) + j] : 0;
                    for (var k = 0; k < depth; k++)
                    {
                        expected += (double)a[transposeA ? (k * rows) + i : (i * depth) + k]
                            * b[transposeB ? (j * depth) + k : (k * columns) + j];
                    }

                    Assert.Equal(expected, wide[(i * columns) + j], 1e-6 * (depth + 10));
                }
            }
        }
    }

    private static float[] Numbers(RandomSource random, int count)
    {
        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan())
            number = (float)random.NextDouble(-1, 1);
        return numbers;
    }
}
