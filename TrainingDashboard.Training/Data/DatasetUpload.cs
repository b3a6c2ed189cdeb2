namespace TrainingDashboard.Training.Data;

/// <summary>A file somebody sends.</summary>
/// <param name="FileName">What it was called there; shown in faults, never used as a path.</param>
/// <param name="Content">Its bytes, read once from where it stands; need not be seekable; not closed.</param>
public sealed record DatasetUpload(string FileName, Stream Content);
