using TorchSharp;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers.Losses;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch.Gpt;

/// <summary>The network with the text it learns from: learns, judges, and shows what it has come to.</summary>
/// <param name="network">The network.</param>
/// <param name="data">The text, prepared.</param>
/// <param name="length">Characters that it looks back on.</param>
/// <param name="device">Where it computes.</param>
internal sealed class GptModel(TorchNetwork network, TrainingData data, int length, torch.Device device) : IModelView
{
    // windows at a time, small enough that pause and stop are answered at once
    private const int Chunk = 32;

    /// <inheritdoc/>
    public TrainingData Data => data;

    /// <inheritdoc/>
    public IReadOnlyList<ModelLayer> Layers => network.Layers;

    /// <inheritdoc/>
    public int Outputs => data.ClassNames.Count;

    /// <summary>Forward and backward over windows: sums the loss over their characters and leaves the mean loss's gradient.</summary>
    public BatchScore Learn(int[] starts)
    {
        using var scope = torch.NewDisposeScope();
        var (loss, correct) = Score(network.Learn, starts);
        loss.backward();
        return new BatchScore(TorchNetwork.ToArray(loss)[0] * (double)(starts.Length * length), correct);
    }

    /// <summary>Judges the windows held out.</summary>
    /// <exception cref="OperationCanceledException">The loop must end here.</exception>
    public ValidationReport Judge(TrainingContext context, int[] starts)
    {
        using var noGradient = torch.no_grad();
        var score = default(BatchScore);
        foreach (var part in starts.Chunk(Chunk))
        {
            context.Pass();
            using var scope = torch.NewDisposeScope();
            var (loss, correct) = Score(network.Predict, part);
            score += new BatchScore(TorchNetwork.ToArray(loss)[0] * (double)(part.Length * length), correct);
        }

        var characters = (double)starts.Length * length;
        return new ValidationReport(score.Loss / characters, score.Correct / characters, Confusion: null);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<float> GradientOver(ReadOnlyMemory<int> rows)
    {
        using var scope = torch.NewDisposeScope();
        var starts = rows.ToArray().Chunk(length).Where(part => part[0] + length <= data.Count).Select(part => part[0]).ToArray();
        return network.GradientOf(Score(network.Learn, starts).Loss);
    }

    /// <inheritdoc/>
    public void Predict(TrainingData data, ReadOnlyMemory<int> rows, Memory<float> outputs)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var window = Math.Min(length, data.Count);
        var blocks = Blocks(rows.Span, Math.Max(1, window / 2));
        var starts = blocks.Select(block => Math.Max(0, rows.Span[block.First + block.Count - 1] - window + 1)).ToArray();
        for (var done = 0; done < starts.Length; done += Chunk)
        {
            var part = starts.AsSpan(done, Math.Min(Chunk, starts.Length - done));
            var (characters, _) = TextWindows.Take(data, part, window, device);
            var likely = TorchNetwork.ToArray(torch.nn.functional.softmax(network.Predict(characters), -1));
            for (var i = 0; i < part.Length; i++)
            {
                var (first, count) = blocks[done + i];
                var from = (i * window) + rows.Span[first] - part[i];
                likely.AsSpan(from * Outputs, count * Outputs).CopyTo(outputs.Span[(first * Outputs)..]);
            }
        }
    }

    /// <summary>The logits of what follows a text's last character.</summary>
    /// <param name="characters">The text; its end is looked at.</param>
    public float[] Next(IReadOnlyList<int> characters)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var seen = characters.Skip(Math.Max(0, characters.Count - length)).Select(code => (long)code).ToArray();
        var logits = network.Predict(torch.tensor(seen).reshape(1, seen.Length).to(device));
        return TorchNetwork.ToArray(logits.select(1, seen.Length - 1));
    }

    private (Tensor Loss, int Correct) Score(Func<Tensor, Tensor> forward, ReadOnlySpan<int> starts)
    {
        var (characters, following) = TextWindows.Take(data, starts, length, device);
        var (logits, truth) = (forward(characters).reshape(-1, Outputs), following.reshape(-1));
        return (torch.nn.functional.cross_entropy(logits, truth), (int)TorchNetwork.ToInt64(logits.argmax(1).eq(truth).sum()));
    }

    // Rows that follow one another share a window; all of a block have at least the rest of the window before them.
    private static List<(int First, int Count)> Blocks(ReadOnlySpan<int> rows, int most)
    {
        var blocks = new List<(int First, int Count)>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (i > 0 && rows[i] == rows[i - 1] + 1 && blocks[^1].Count < most)
                blocks[^1] = (blocks[^1].First, blocks[^1].Count + 1);
            else
                blocks.Add((i, 1));
        }

        return blocks;
    }
}
