using TrainingDashboard.Training.Data.Text;

namespace TrainingDashboard.Training.Trainers.Torch.Gpt;

/// <summary>Lets a model write.</summary>
/// <param name="model">The model.</param>
/// <param name="text">Whose characters it writes.</param>
/// <param name="seed">The job's seed.</param>
internal sealed class GptWriter(GptModel model, TextDataset text, long seed)
{
    private const long FirstStream = -2_000_000_000;
    private const int LookAtControlEvery = 16;

    /// <summary>A text of the model's own, beginning as after a line's end where the dataset has any.</summary>
    /// <param name="context">Whose control point is passed meanwhile.</param>
    /// <param name="length">Characters.</param>
    /// <param name="temperature">What logits are divided by before one is drawn.</param>
    /// <exception cref="OperationCanceledException">The loop must end here.</exception>
    public string Write(TrainingContext context, int length, double temperature)
    {
        var random = new RandomSource(seed, FirstStream - context.Step);
        List<int> written = [Math.Max(0, text.Characters.ToList().FindIndex(character => character.Text == "\n"))];
        for (var i = 0; i < length; i++)
        {
            if (i % LookAtControlEvery == 0)
                context.Pass();
            written.Add(Draw(model.Next(written), temperature, random.NextDouble()));
        }

        return string.Concat(written.Skip(1).Select(code => text.Characters[code].Text));
    }

    /// <summary>Draws from softmax(logits / temperature).</summary>
    /// <param name="logits">One for each character.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="chance">0 to below 1.</param>
    internal static int Draw(float[] logits, double temperature, double chance)
    {
        var largest = logits.Max();
        var weights = Array.ConvertAll(logits, logit => Math.Exp((logit - largest) / temperature));
        var left = chance * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0)
                return i;
        }

        // NaN, or rounding at the very end
        return Array.IndexOf(logits, largest) is >= 0 and var likeliest ? likeliest : 0;
    }
}
