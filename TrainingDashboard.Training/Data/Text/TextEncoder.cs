using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data.Text;

/// <summary>Prepares the beginning of a text, whose next character is to be predicted.</summary>
/// <param name="characters">Those that the dataset has.</param>
internal sealed class TextEncoder(IReadOnlyList<Character> characters) : ISampleEncoder
{
    private const int MostCharacters = 10_000;

    private readonly Dictionary<int, int> _codes = characters.Select((character, code) => (character.Rune.Value, code)).ToDictionary();

    /// <inheritdoc/>
    public float[] Encode(SampleInput input)
    {
        if (input.Text is not { } text)
            throw new InvalidInputException("text", "Expected a text, as this dataset is one.");
        if (text.Length is 0 or > MostCharacters)
            throw new InvalidInputException("text", $"Expected 1 to {MostCharacters} characters, got {text.Length}.");
        var sample = new List<float>(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (!_codes.TryGetValue(rune.Value, out var code))
                throw new InvalidInputException("text", $"The character {new Character(rune).Name}, number {sample.Count + 1} of the text, is not in the dataset.");
            sample.Add(code);
        }

        return [.. sample];
    }
}
