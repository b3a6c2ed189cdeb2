namespace TrainingDashboard.Training.Trainers;

/// <summary>
/// Something that can be trained: a name, its hyperparameters, and a loop. One instance serves every job, so an
/// implementation keeps nothing between calls of <see cref="Train"/>. One with a public constructor without parameters is
/// made anew in the process of each job; another one runs in the dashboard's own.
/// </summary>
public interface ITrainer
{
    /// <summary>What the catalog, the form in <em>New job</em> and the checks of a job's spec are made from.</summary>
    TrainerDescription Description { get; }

    /// <summary>
    /// Runs the whole loop on the calling thread and returns when training is complete. The loop asks
    /// <paramref name="context"/> for its epochs and batches, reports each step, and lets
    /// <see cref="OperationCanceledException"/> pass when it is thrown at the control point. Any other exception
    /// ends the job as failed with that exception's message.
    /// </summary>
    /// <param name="context">The job's data, hyperparameters, control point and reports.</param>
    void Train(TrainingContext context);
}
