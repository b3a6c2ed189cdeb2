using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace MyTrainer;

/// <summary>p = softmax(W·x + b), with the loss −ln p of the right class in nats.</summary>
/// <param name="inputs">Numbers in a sample.</param>
/// <param name="classes">Classes to tell apart.</param>
public sealed class SoftmaxRegression(int inputs, int classes) : ITrainingState
{
    // A row for each class: its weights, then its bias.
    private readonly double[] _weights = new double[classes * (inputs + 1)];
    private readonly double[] _gradient = new double[classes * (inputs + 1)];
    private readonly double[] _probabilities = new double[classes];

    /// <summary>The mean loss over some samples, how many were told right, and the norm of the loss's gradient.</summary>
    public (double Loss, int Right, double Norm) FindGradient(TrainingData data, ReadOnlySpan<int> rows)
    {
        Array.Clear(_gradient);
        var (loss, right) = (0.0, 0);
        foreach (var row in rows)
        {
            var sample = data.Sample(row);
            var label = data.Labels[row];
            right += Predict(sample) == label ? 1 : 0;
            loss -= Math.Log(_probabilities[label]);
            for (var c = 0; c < classes; c++)
            {
                var slope = (_probabilities[c] - (c == label ? 1 : 0)) / rows.Length;
                var gradient = _gradient.AsSpan(c * (inputs + 1), inputs + 1);
                for (var i = 0; i < inputs; i++)
                    gradient[i] += slope * sample[i];
                gradient[inputs] += slope;
            }
        }

        return (loss / rows.Length, right, Math.Sqrt(_gradient.Sum(g => g * g)));
    }

    /// <summary>Moves the weights down the gradient.</summary>
    public void Step(double rate)
    {
        for (var i = 0; i < _weights.Length; i++)
            _weights[i] -= rate * _gradient[i];
    }

    /// <summary>Loss, accuracy and confusion over some samples.</summary>
    public ValidationReport Judge(TrainingData data, IReadOnlyList<int> rows)
    {
        var counts = Enumerable.Range(0, classes).Select(_ => new int[classes]).ToArray();
        var loss = 0.0;
        foreach (var row in rows)
        {
            counts[data.Labels[row]][Predict(data.Sample(row))]++;
            loss -= Math.Log(_probabilities[data.Labels[row]]);
        }

        var right = Enumerable.Range(0, classes).Sum(c => counts[c][c]);
        return new ValidationReport(loss / rows.Count, (double)right / rows.Count, new ConfusionMatrix(data.ClassNames, counts));
    }

    public void Save(StateWriter writer) => writer.Write<double>("weights", _weights);

    public void Load(StateReader reader) => reader.Read<double>("weights", _weights);

    /// <summary>The likeliest class; leaves the probabilities of all.</summary>
    private int Predict(ReadOnlySpan<float> sample)
    {
        var best = 0;
        for (var c = 0; c < classes; c++)
        {
            var weights = _weights.AsSpan(c * (inputs + 1), inputs + 1);
            _probabilities[c] = weights[inputs];
            for (var i = 0; i < inputs; i++)
                _probabilities[c] += weights[i] * sample[i];
            best = _probabilities[c] > _probabilities[best] ? c : best;
        }

        var largest = _probabilities[best];
        var sum = 0.0;
        for (var c = 0; c < classes; c++)
            sum += _probabilities[c] = Math.Exp(_probabilities[c] - largest);
        for (var c = 0; c < classes; c++)
            _probabilities[c] /= sum;
        return best;
    }
}
