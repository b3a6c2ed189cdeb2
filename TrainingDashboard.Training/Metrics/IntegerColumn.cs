namespace TrainingDashboard.Training.Metrics;

/// <summary>
/// Steps, times and counts as bytes. A first byte says how: 0, evenly spaced (the first and the spacing); 1, the first
/// two numbers' difference and then by how much each difference differs from the one before. Exact for every number:
/// differences wrap around.
/// </summary>
internal static class IntegerColumn
{
    private const byte Even = 0;
    private const byte Uneven = 1;

    public static void Write(ByteWriter output, ReadOnlySpan<long> column)
    {
        if (column.IsEmpty)
            return;
        var spacing = column.Length > 1 ? unchecked(column[1] - column[0]) : 0;
        var even = IsEven(column, spacing);
        output.Byte(even ? Even : Uneven);
        output.Signed(column[0]);
        output.Signed(spacing);
        if (!even)
            output.SecondDifferences(column);
    }

    public static long[] Read(ref ByteReader input, int rows)
    {
        if (rows == 0)
            return [];
        var mode = input.Byte();
        if (mode > Uneven)
            throw new InvalidDataException("The stored points hold a column of an unknown kind.");
        var first = input.Signed();
        var spacing = input.Signed();
        var column = new long[rows];
        column[0] = first;
        if (mode == Even)
        {
            for (var i = 1; i < rows; i++)
                column[i] = unchecked(column[i - 1] + spacing);
        }
        else if (rows > 1)
        {
            column[1] = unchecked(first + spacing);
            input.SecondDifferences(column);
        }

        return column;
    }

    private static bool IsEven(ReadOnlySpan<long> column, long spacing)
    {
        for (var i = 1; i < column.Length; i++)
        {
            if (unchecked(column[i] - column[i - 1]) != spacing)
                return false;
        }

        return true;
    }
}
