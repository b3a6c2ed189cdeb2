using TorchSharp;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Text;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers.Schedules;
using TrainingDashboard.Training.Trainers.Supervised;
using TrainingDashboard.Training.Trainers.Torch.Optimizers;

namespace TrainingDashboard.Training.Trainers.Torch.Gpt;

/// <summary>Trains a character-level transformer on any text, and lets it write into the log after each epoch.</summary>
public sealed class TorchGptTrainer : ITrainer
{
    /// <inheritdoc/>
    public TrainerDescription Description { get; } = new(
        "torch-gpt",
        "Character transformer (TorchSharp)",
        "Learns a text's next character from those before, and writes a sample into the log after each epoch.",
        [DatasetKind.Text],
        DefaultEpochs: 6,
        GptSettings.Declarations);

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">
    /// The dataset is no text or shorter than the context, the heads do not divide the width, or the device is not there.
    /// </exception>
    public void Train(TrainingContext context)
    {
        // the text
        Requirements.Kind(Description, context.Dataset);
        var text = (TextDataset)context.Dataset;
        var settings = context.Hyperparameters;
        var data = text.Prepare(settings.Real("validationFraction"), context.Seed);
        var length = settings.Integer("contextLength");
        Check(settings, data, length);
        var windows = new TextWindows(data, length, context.Seed);

        // the network and what moves it; both are kept in checkpoints
        var device = LibTorch.Begin(context);
        using var network = new TorchNetwork(() => new GptNetwork(settings, text.Characters.Count), device, context.Seed);
        using var optimizer = ITorchOptimizer.Create(settings, network, device);
        var model = new GptModel(network, data, length, device);
        var writer = new GptWriter(model, text, context.Seed);
        context.Keep("network", network);
        context.Keep("optimizer", optimizer);
        context.Show(model);
        context.Log($"{network.ParameterCount} parameters, {data.TrainRows.Length} training and {data.ValidationRows.Length} validation characters, {text.Characters.Count} different ones.");

        foreach (var epoch in context.EpochsToRun())
        {
            foreach (var batch in context.Batches(windows.ToLearn, settings.Integer("batchSize")))
            {
                // forward and backward; nothing of libtorch's outlives the step
                using var scope = torch.NewDisposeScope();
                var score = model.Learn(windows.Starts(epoch, batch.Span));
                var characters = batch.Length * length;

                // clip the gradient and step along it, unless it would break the weights
                var norm = network.Clip(settings.Real("gradientClip"));
                var rate = ScheduleSettings.RateOf(context);
                if (context.IsSound(score.Loss, norm))
                    optimizer.Step(settings, rate);

                // report, in nats per character
                context.Report(new StepReport(score.Loss / characters, (double)score.Correct / characters, rate, norm, characters));
            }

            // judge by the end of the text, and write
            context.ReportValidation(model.Judge(context, windows.ToJudge));
            if (settings.Integer("sampleLength") is > 0 and var sample)
                context.Log($"A sample after epoch {epoch}:\n{writer.Write(context, sample, settings.Real("temperature"))}");
        }

        // judge once by what is kept for testing
        if (windows.ToTest.Length > 0)
            Evaluation.Report(context, model.Judge(context, windows.ToTest), windows.ToTest.Length * length);
    }

    private static void Check(HyperparameterValues settings, TrainingData data, int length)
    {
        var (width, heads) = (settings.Integer("width"), settings.Integer("heads"));
        if (width % heads != 0)
            throw new InvalidInputException("hyperparameters.heads", $"Expected a number that divides the width, {width}; {heads} does not.");
        var shortest = Math.Min(data.TrainRows.Length, data.ValidationRows.Length);
        Requirements.That(
            shortest >= length,
            $"The trainer 'torch-gpt' with a context of {length} characters needs as many in the training part and in the part held out; the shorter one has {shortest}.");
    }
}
