using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Data;

/// <summary>The two parts of a dataset; every row is in exactly one, and each part has at least one.</summary>
/// <param name="Train">Rows to learn from, ascending.</param>
/// <param name="Validation">Rows held out, ascending.</param>
public sealed record DatasetSplit(int[] Train, int[] Validation)
{
    // Its own stream, so that a trainer's generator of the same seed draws other numbers.
    private const long Stream = 0x53504C4954;

    // Not a job's: all jobs are tested by the same rows.
    private const long TestSeed = 0x54455354;

    /// <summary>Splits rows that have classes, each class in proportion.</summary>
    /// <param name="labels">Class of each row, at least two rows.</param>
    /// <param name="classCount">Number of classes; labels are 0 to below it.</param>
    /// <param name="validationFraction">Part held out, above 0 and below 1.</param>
    /// <param name="seed">Together with the labels, all that the split depends on.</param>
    /// <param name="testRows">Rows that are in neither part, ascending.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1, or there are fewer than two rows.</exception>
    public static DatasetSplit Stratified(ReadOnlySpan<int> labels, int classCount, double validationFraction, long seed, ReadOnlySpan<int> testRows = default)
    {
        if (testRows.Length > 0)
        {
            var rows = Others(labels.Length, testRows);
            var others = new int[rows.Length];
            for (var i = 0; i < rows.Length; i++)
                others[i] = labels[rows[i]];
            var split = Stratified(others, classCount, validationFraction, seed);
            return new DatasetSplit(Array.ConvertAll(split.Train, i => rows[i]), Array.ConvertAll(split.Validation, i => rows[i]));
        }

        if (!(validationFraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, "Expected a fraction above 0 and below 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(labels.Length, 2);

        var sizes = new int[classCount];
        foreach (var label in labels)
            sizes[label]++;
        var heldOut = Allot(sizes, labels.Length, validationFraction);

        var order = new int[labels.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        new RandomSource(seed, Stream).Shuffle<int>(order);

        var isHeldOut = new bool[labels.Length];
        var validation = 0;
        foreach (var row in order)
        {
            if (heldOut[labels[row]] == 0)
                continue;
            heldOut[labels[row]]--;
            isHeldOut[row] = true;
            validation++;
        }
        return Collect(isHeldOut, validation);
    }

    /// <summary>Splits rows without classes.</summary>
    /// <inheritdoc cref="Stratified"/>
    /// <param name="count">Rows, at least two.</param>
    /// <param name="validationFraction">Part held out, above 0 and below 1.</param>
    /// <param name="seed">Together with the count, all that the split depends on.</param>
    /// <param name="testRows">Rows that are in neither part, ascending.</param>
    public static DatasetSplit Plain(int count, double validationFraction, long seed, ReadOnlySpan<int> testRows = default) =>
        Stratified(new int[count], 1, validationFraction, seed, testRows);

    /// <summary>Rows of a dataset to keep for testing, each class in proportion: always the same.</summary>
    /// <inheritdoc cref="Stratified"/>
    /// <param name="labels">Class of each row, at least two rows.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="fraction">Part that is kept, above 0 and below 1.</param>
    public static int[] ForTesting(ReadOnlySpan<int> labels, int classCount, double fraction) =>
        Stratified(labels, classCount, fraction, TestSeed).Validation;

    private static int[] Others(int count, ReadOnlySpan<int> rows)
    {
        var others = new int[count - rows.Length];
        for (var (row, at, next) = (0, 0, 0); row < count; row++)
        {
            if (next < rows.Length && rows[next] == row)
                next++;
            else
                others[at++] = row;
        }
        return others;
    }

    /// <summary>
    /// How many of each class are held out: its share rounded down, what is missing to the total by largest remainder.
    /// A class keeps a row to learn from as long as any other can give one.
    /// </summary>
    private static int[] Allot(int[] sizes, int count, double fraction)
    {
        var total = Math.Clamp((int)Math.Round(count * fraction), 1, count - 1);
        var allotted = new int[sizes.Length];
        var remainders = new double[sizes.Length];
        var left = total;
        for (var i = 0; i < sizes.Length; i++)
        {
            allotted[i] = Math.Min((int)(sizes[i] * fraction), Math.Max(sizes[i] - 1, 0));
            remainders[i] = (sizes[i] * fraction) - allotted[i];
            left -= allotted[i];
        }

        var byRemainder = Enumerable.Range(0, sizes.Length).OrderByDescending(i => remainders[i]).ThenBy(i => i).ToArray();
        foreach (var kept in (int[])[1, 0])
        {
            for (var given = true; left > 0 && given;)
            {
                given = false;
                foreach (var i in byRemainder)
                {
                    if (left == 0 || allotted[i] >= sizes[i] - kept)
                        continue;
                    allotted[i]++;
                    left--;
                    given = true;
                }
            }
        }
        return allotted;
    }

    private static DatasetSplit Collect(bool[] isHeldOut, int validation)
    {
        var split = new DatasetSplit(new int[isHeldOut.Length - validation], new int[validation]);
        var (t, v) = (0, 0);
        for (var row = 0; row < isHeldOut.Length; row++)
        {
            if (isHeldOut[row])
                split.Validation[v++] = row;
            else
                split.Train[t++] = row;
        }
        return split;
    }
}
