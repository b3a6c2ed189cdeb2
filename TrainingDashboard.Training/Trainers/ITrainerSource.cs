namespace TrainingDashboard.Training.Trainers;

/// <summary>Trainers that come and go while the program runs.</summary>
internal interface ITrainerSource
{
    /// <summary>Those there are, as of the last look.</summary>
    IReadOnlyList<ITrainer> Trainers { get; }

    /// <summary>Looks whether there are others now. Costs next to nothing where nothing has changed, and never more than some seconds.</summary>
    /// <returns>Whether there are.</returns>
    bool Look();

    /// <summary>The same, and waits until it is known of each what it brings.</summary>
    bool Settle();
}
