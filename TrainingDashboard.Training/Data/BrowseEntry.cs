namespace TrainingDashboard.Training.Data;

/// <summary>Something in the server's data directory that looks as if it could be registered.</summary>
/// <param name="Path">What to register it by: relative to the data directory, with slashes. A folder if it holds one pair of images and labels.</param>
/// <param name="Kind">What it is taken for.</param>
/// <param name="Files">The files themselves: a table or a text, or images and then labels.</param>
/// <param name="Bytes">Their size together.</param>
public sealed record BrowseEntry(string Path, DatasetKind Kind, IReadOnlyList<string> Files, long Bytes);
