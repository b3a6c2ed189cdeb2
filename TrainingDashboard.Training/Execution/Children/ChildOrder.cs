using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Execution.Loops;

namespace TrainingDashboard.Training.Execution.Children;

/// <summary>What a loop's process is told first: everything that it cannot find out from the order itself.</summary>
/// <param name="Loop">What to do.</param>
/// <param name="Turn">The first attempt.</param>
/// <param name="Trainer">Whose loop.</param>
/// <param name="Datasets">Where data are found.</param>
internal sealed record ChildOrder(LoopOrder Loop, LoopTurn Turn, TrainerSource Trainer, DatasetsOptions Datasets);
