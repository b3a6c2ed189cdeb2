using TorchSharp;
using TrainingDashboard.Training.Data;
using Tensor = TorchSharp.torch.Tensor;

namespace TrainingDashboard.Training.Trainers.Torch.Gpt;

/// <summary>
/// Cuts a text into windows of the context's length. Those to learn from begin elsewhere in each epoch, so that no border is
/// always in the same place.
/// </summary>
/// <param name="data">The text, prepared.</param>
/// <param name="length">Characters of a window, at most the length of either part.</param>
/// <param name="seed">The job's seed.</param>
internal sealed class TextWindows(TrainingData data, int length, long seed)
{
    // below the streams of weights and noise, away from the epochs' orders
    private const long FirstStream = -1_000;

    // the training part is one run of characters
    private readonly int _count = data.TrainRows.Length;

    /// <summary>The windows to learn from in an epoch: as many as fit wherever the first begins.</summary>
    public int[] ToLearn { get; } = [.. Enumerable.Range(0, Math.Max(1, (data.TrainRows.Length - length + 1) / length))];

    /// <summary>Where the windows to judge by begin: one after another, what is left over at the end is left out.</summary>
    public int[] ToJudge { get; } = Whole(data.ValidationRows, length);

    /// <summary>The same for what is kept for testing; empty where that is nothing, or less than a window.</summary>
    public int[] ToTest { get; } = Whole(data.TestRows, length);

    /// <summary>Where windows to learn from begin in the text.</summary>
    /// <param name="epoch">The epoch, 1 for the first.</param>
    /// <param name="windows">Some of <see cref="ToLearn"/>.</param>
    public int[] Starts(int epoch, ReadOnlySpan<int> windows)
    {
        var room = _count - (ToLearn.Length * length) + 1;
        var shift = new RandomSource(seed, FirstStream - epoch).NextInt32(Math.Min(length, room));
        var starts = new int[windows.Length];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = shift + (windows[i] * length);
        return starts;
    }

    private static int[] Whole(int[] rows, int length) => [.. Enumerable.Range(0, rows.Length / length).Select(window => rows[0] + (window * length))];

    /// <summary>The characters of windows, and those that follow each: both starts × <paramref name="length"/>.</summary>
    public static (Tensor Characters, Tensor Following) Take(TrainingData data, ReadOnlySpan<int> starts, int length, torch.Device device)
    {
        var characters = new long[starts.Length * length];
        var following = new long[characters.Length];
        for (var i = 0; i < starts.Length; i++)
        {
            for (var j = 0; j < length; j++)
            {
                characters[(i * length) + j] = (long)data.Features[starts[i] + j];
                // a text to be gone on with has nothing that follows
                following[(i * length) + j] = data.Labels.Length == 0 ? 0 : data.Labels[starts[i] + j];
            }
        }

        return (torch.tensor(characters).reshape(starts.Length, length).to(device), torch.tensor(following).reshape(starts.Length, length).to(device));
    }
}
