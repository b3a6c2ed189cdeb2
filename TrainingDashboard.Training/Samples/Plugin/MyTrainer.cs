using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;

namespace MyTrainer;

/// <summary>Softmax regression: a linear model that tells classes apart. Replace it by your own.</summary>
public sealed class MyTrainer : ITrainer
{
    public TrainerDescription Description { get; } = new(
        "my-trainer",
        "My trainer",
        "Softmax regression: a linear model that tells classes apart.",
        [DatasetKind.Table, DatasetKind.Images],
        DefaultEpochs: 20,
        [
            new RealHyperparameter("learningRate", "Learning rate", "How far a step moves the weights.", Default: 0.1, Minimum: 0, Maximum: 10) { Editable = Editable.Now },
            new IntegerHyperparameter("batchSize", "Batch size", "Samples that one step learns from.", Default: 32, Minimum: 1, Maximum: 8192) { Editable = Editable.NextEpoch },
            NotFinite.Declaration,
        ]);

    public void Train(TrainingContext context)
    {
        var data = context.Dataset.Prepare(validationFraction: 0.2, context.Seed);
        if (!data.IsClassification)
            throw new InvalidOperationException("This trainer tells classes apart; the dataset has numbers to predict.");
        var model = new SoftmaxRegression(data.Shape.Size, data.ClassNames.Count);
        context.Keep("model", model); // in every checkpoint, and back from it when the job resumes

        foreach (var _ in context.EpochsToRun())
        {
            // Looks at the control point before each batch: pause, stop, and everything else work by themselves.
            foreach (var rows in context.Batches(data.TrainRows, context.Hyperparameters.Integer("batchSize")))
            {
                var (loss, right, norm) = model.FindGradient(data, rows.Span);
                var rate = context.Hyperparameters.Real("learningRate"); // read where it is used: it may change while the job runs
                if (context.IsSound(loss, norm))
                    model.Step(rate);
                context.Report(new StepReport(loss, (double)right / rows.Length, rate, norm, rows.Length));
            }

            context.ReportValidation(model.Judge(data, data.ValidationRows));
        }
    }
}
