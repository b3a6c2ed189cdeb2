using TrainingDashboard.Training.Data.Choices;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>A format that datasets come in: what its files show, and how they are read.</summary>
internal interface IDatasetFormat
{
    /// <summary>What it is called in <see cref="DatasetInfo.Format"/>.</summary>
    string Name { get; }

    /// <summary>What its samples are.</summary>
    DatasetKind Kind { get; }

    /// <summary>Looks at the files as a whole.</summary>
    /// <param name="files">The files.</param>
    /// <param name="choices">What a person says of them.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DatasetFormatException">The files are broken; says where.</exception>
    /// <exception cref="Jobs.InvalidInputException">The choices are faulty.</exception>
    DatasetProfile Examine(FileSet files, DatasetChoices choices, DatasetLimits limits, CancellationToken cancellationToken);

    /// <summary>Reads the files into memory, all but what is kept for testing by a fraction told apart.</summary>
    /// <param name="files">The files.</param>
    /// <param name="reading">How they are read.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DatasetFormatException">A file does not go with the reading; says where.</exception>
    Dataset Load(FileSet files, DatasetReading reading, DatasetLimits limits, CancellationToken cancellationToken);
}
