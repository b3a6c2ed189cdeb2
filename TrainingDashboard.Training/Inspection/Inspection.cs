using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Inspection;

/// <summary>A look into a job's model as a checkpoint has it.</summary>
/// <param name="Step">Batches completed by then.</param>
/// <param name="Layers">Its parameters and their gradients.</param>
/// <param name="Samples">Samples held out that it was judged by.</param>
/// <param name="Loss">Their mean loss: −ln p of the right class in nats, or the squared error of the standardised target.</param>
/// <param name="Accuracy">Fraction that was classified right, 0 to 1; null for regression.</param>
/// <param name="Worst">Those of the highest loss, the worst first.</param>
/// <param name="Confusion">How the classes were told apart; null for regression and for more than 200 classes.</param>
/// <param name="Input">What a prediction can be asked for; null where the trainer's data take none.</param>
public sealed record Inspection(
    long Step,
    IReadOnlyList<LayerInspection> Layers,
    int Samples,
    double Loss,
    double? Accuracy,
    IReadOnlyList<InspectedSample> Worst,
    ConfusionMatrix? Confusion,
    InputDescription? Input);

/// <summary>One layer's parameters.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Parameters">Their values.</param>
/// <param name="Gradient">The mean loss's gradient by each, over samples that are learnt from.</param>
public sealed record LayerInspection(string Name, Histogram Parameters, Histogram Gradient);

/// <summary>A sample and what the model makes of it.</summary>
/// <param name="Row">Its place in the dataset, 0 for the first.</param>
/// <param name="Loss">Its loss.</param>
/// <param name="Actual">Its class, or its target.</param>
/// <param name="Prediction">What the model says.</param>
/// <param name="Image">Its picture; null for others.</param>
/// <param name="Cells">The first columns of a table's row; null for others.</param>
/// <param name="Text">What stands before a text's character, and itself; null for others.</param>
public sealed record InspectedSample(
    int Row, double Loss, string Actual, Prediction Prediction, PreviewImage? Image, IReadOnlyDictionary<string, string>? Cells, string? Text = null);

/// <summary>What a model says of one sample.</summary>
/// <param name="Value">The likeliest class, or the number.</param>
/// <param name="Classes">The likeliest classes, at most five, the likeliest first; empty for regression.</param>
public sealed record Prediction(string Value, IReadOnlyList<ClassProbability> Classes);

/// <summary>How likely a class is.</summary>
/// <param name="Name">The class.</param>
/// <param name="Probability">0 to 1.</param>
public sealed record ClassProbability(string Name, double Probability);

/// <summary>What a sample to predict is made of: columns, an image, or a text.</summary>
/// <param name="Columns">A table's columns to predict from; null for others.</param>
/// <param name="Image">An image's shape; null for others.</param>
/// <param name="Text">Some text to predict the next character of; null for others.</param>
public sealed record InputDescription(IReadOnlyList<InputColumn>? Columns, SampleShape? Image, string? Text = null);

/// <summary>A column to predict from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Number or category.</param>
/// <param name="Levels">The categories; empty for numbers.</param>
/// <param name="Example">A value that is in the data.</param>
public sealed record InputColumn(string Name, ColumnType Type, IReadOnlyList<string> Levels, string Example);
