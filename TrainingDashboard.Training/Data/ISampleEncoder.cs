using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Data;

/// <summary>Prepares a sample that is not in the dataset as those in it were prepared.</summary>
public interface ISampleEncoder
{
    /// <summary>The numbers of the sample, as many as a prepared one has; of a text, those of each of its characters, of which the last is the sample.</summary>
    /// <exception cref="InvalidInputException">It is no such sample; says which part is wrong.</exception>
    float[] Encode(SampleInput input);
}

/// <summary>A sample as people give it: one of the three.</summary>
/// <param name="Cells">A table's row: values by column, as they would be in the file; one that is left out is missing.</param>
/// <param name="Pixels">An image: 0 to 255, channels, then rows, then columns.</param>
/// <param name="Text">The beginning of a text, whose next character is asked for.</param>
public sealed record SampleInput(IReadOnlyDictionary<string, string>? Cells, byte[]? Pixels, string? Text = null);
