using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Matrices;

namespace TrainingDashboard.Benchmarks.Trainers;

/// <summary>The built-in trainers against NumPy, and against TorchSharp's where they are built in: one thread each, the same data.</summary>
internal static class TrainersReport
{
    private const double Seconds = 1.5;
    private static readonly (int Rows, int Depth, int Columns)[] s_shapes = [(64, 784, 256), (256, 256, 256), (512, 512, 512), (1024, 1024, 1024)];

    /// <summary>Measures and prints.</summary>
    /// <param name="runs">How often each; medians are printed.</param>
    public static async Task PrintAsync(int runs)
    {
        TargetTable.Begin($"Products of float32 matrices on one core (median of {runs} runs, each the best of {Seconds} s)");
        foreach (var (rows, depth, columns) in s_shapes)
        {
            var (own, peer) = (new List<double>(), new List<double>());
            for (var run = 0; run < runs; run++)
            {
                own.Add(Product(rows, depth, columns));
                peer.Add(await NumPy.ProductAsync(rows, depth, columns, Seconds));
            }

            var shape = $"{rows} × {depth} · {depth} × {columns}";
            TargetTable.Known(shape, TargetTable.Median(own) / 1e9, "GFLOP/s");
            TargetTable.Known("OpenBLAS's sgemm", TargetTable.Median(peer) / 1e9, "GFLOP/s");
            TargetTable.AtMost("OpenBLAS over ours", TargetTable.Median(peer) / TargetTable.Median(own), 2.5, "×");
        }

        var task = PerceptronTask.Mnist;
        var data = task.Make();
        var file = Path.GetTempFileName();
        try
        {
            task.Write(file, data);
            var peer = await MeasureAsync(runs, () => NumPy.PerceptronAsync(file, task));
            TargetTable.Begin($"A perceptron {task.Inputs}-{task.Hidden}-{task.Classes}, batches of {task.Batch}, Adam, one thread (median of {runs} runs)");
            TargetTable.Known("NumPy", peer.StepsPerSecond, "steps/s");
            TargetTable.Known("its loss in the last epoch", peer.Loss, "nats");
            foreach (var trainer in BuiltInTrainers.All.Where(trainer => trainer.Description.Name is "mlp" or "torch-mlp"))
            {
                var own = await MeasureAsync(runs, () => Task.FromResult(Train(trainer, task, data)));
                TargetTable.Known(trainer.Description.Name, own.StepsPerSecond, "steps/s");
                TargetTable.Known("its loss in the last epoch", own.Loss, "nats");
                if (trainer.Description.Name == "mlp")
                    TargetTable.AtLeast("over NumPy", own.StepsPerSecond / peer.StepsPerSecond, 1, "×");
                else
                    TargetTable.Known("over NumPy", own.StepsPerSecond / peer.StepsPerSecond, "×");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<TrainingSpeed> MeasureAsync(int runs, Func<Task<TrainingSpeed>> measure)
    {
        var all = new List<TrainingSpeed>();
        for (var run = 0; run < runs; run++)
            all.Add(await measure());
        return new TrainingSpeed(TargetTable.Median(all.Select(run => run.StepsPerSecond)), TargetTable.Median(all.Select(run => run.Loss)));
    }

    private static double Product(int rows, int depth, int columns)
    {
        var random = new RandomSource(1);
        var a = Enumerable.Range(0, rows * depth).Select(_ => random.NextSingle()).ToArray();
        var b = Enumerable.Range(0, depth * columns).Select(_ => random.NextSingle()).ToArray();
        var c = new float[rows * columns];
        var (best, whole) = (TimeSpan.MaxValue, Stopwatch.StartNew());
        while (whole.Elapsed.TotalSeconds < Seconds)
        {
            var clock = Stopwatch.GetTimestamp();
            MatrixProduct.Multiply(rows, columns, depth, a, false, b, false, c, add: false);
            var took = Stopwatch.GetElapsedTime(clock);
            best = took < best ? took : best;
        }

        return 2.0 * rows * depth * columns / best.TotalSeconds;
    }

    private static TrainingSpeed Train(ITrainer trainer, PerceptronTask task, TrainingData data)
    {
        var given = JsonSerializer.SerializeToElement(new { hiddenLayers = (int[])[task.Hidden], batchSize = task.Batch, learningRate = task.Rate, schedule = "constant" });
        var values = HyperparameterValues.Resolve(trainer.Description.Hyperparameters, given.EnumerateObject().ToDictionary(p => p.Name, p => p.Value));
        var sink = new Timing(task.Samples / task.Batch);
        using var control = new ControlPoint();
        trainer.Train(new TrainingContext(new TrainingRequest(new Ready(data), values, task.Epochs, Seed: 1, Threads: 1), sink, control));
        return sink.ToSpeed();
    }

    /// <summary>A dataset that is prepared.</summary>
    private sealed class Ready(TrainingData data) : Dataset
    {
        public override DatasetKind Kind => DatasetKind.Table;

        public override TrainingData Prepare(double validationFraction, long seed) => data;
    }

    /// <summary>Times the steps after the first epoch, validation among them as in a job.</summary>
    private sealed class Timing(int stepsPerEpoch) : ITrainingSink
    {
        private readonly List<double> _losses = [];
        private long _began;
        private long _ended;

        public TrainingSpeed ToSpeed() => new(
            (_losses.Count - stepsPerEpoch) / Stopwatch.GetElapsedTime(_began, _ended).TotalSeconds,
            _losses.TakeLast(stepsPerEpoch).Average());

        public void Step(long step, in StepReport report, double samplesPerSecond)
        {
            _losses.Add(report.Loss);
            _ended = Stopwatch.GetTimestamp();
            if (_losses.Count == stepsPerEpoch)
                _began = _ended;
        }

        public void Plan(int stepsPerEpoch, long totalSteps)
        {
        }

        public void Point(string series, long step, double value)
        {
        }

        public void Epoch(int epoch)
        {
        }

        public void Validation(int epoch, long step, ValidationReport report)
        {
        }

        public void Log(LogLevel level, string text)
        {
        }

        public bool CheckpointDue() => false;

        public bool Checkpoint(TrainingPosition position, byte[] content, CheckpointReason why) => true;
    }
}
