namespace TrainingDashboard.Training.Data.Text;

/// <summary>
/// A text in memory, to learn from each character which one follows. Lines end in LF, whatever they ended in.
/// </summary>
public sealed class TextDataset : Dataset
{
    /// <inheritdoc/>
    public override DatasetKind Kind => DatasetKind.Text;

    /// <summary>The distinct characters (Unicode code points), in ascending order.</summary>
    public required IReadOnlyList<Character> Characters { get; init; }

    /// <summary>The text: the index of each character in <see cref="Characters"/>.</summary>
    public required ushort[] Codes { get; init; }

    /// <summary>Some of the text as it is read.</summary>
    /// <param name="start">The first character, 0 or more.</param>
    /// <param name="count">How many at most.</param>
    public string Excerpt(int start, int count)
        => string.Concat(Codes.Skip(start).Take(count).Select(code => Characters[code].Text));

    /// <inheritdoc/>
    /// <remarks>
    /// A sample is a place in the text: its only number is the index of the character there, its class the character that
    /// follows. A model that looks further back takes the samples before. The end of the text is held out, whatever the seed,
    /// so that nothing of it was learnt from.
    /// </remarks>
    public override TrainingData Prepare(double validationFraction, long seed)
    {
        if (!(validationFraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, "Expected a fraction above 0 and below 1.");
        var all = Codes.Length - 1;
        var count = all - TestRows.Length;
        var validation = Math.Clamp((int)Math.Round(count * validationFraction), 1, count - 1);
        var features = new float[all];
        var labels = new int[all];
        for (var i = 0; i < all; i++)
            (features[i], labels[i]) = (Codes[i], Codes[i + 1]);
        return new TrainingData
        {
            Shape = new SampleShape(1, 1, 1),
            Features = features,
            Labels = labels,
            Targets = [],
            ClassNames = [.. Characters.Select(character => character.Name)],
            TrainRows = [.. Enumerable.Range(0, count - validation)],
            ValidationRows = [.. Enumerable.Range(count - validation, validation)],
            TestRows = TestRows,
            Encoder = new TextEncoder(Characters),
        };
    }

    /// <inheritdoc/>
    /// <remarks>The end of the text: what is held out for validation is the end of what comes before.</remarks>
    internal override int[] ChooseTestRows(double fraction)
    {
        var count = Codes.Length - 1;
        var test = Math.Clamp((int)Math.Round(count * fraction), 1, count - 2);
        return [.. Enumerable.Range(count - test, test)];
    }
}
