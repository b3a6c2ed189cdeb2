namespace TrainingDashboard.Training.Jobs;

/// <summary>Names a start, so that one that is sent twice makes one job. Lives as long as its job.</summary>
/// <param name="Text">The caller's word.</param>
/// <param name="Request">What was asked under it: a SHA-256 in hexadecimal.</param>
public sealed record StartKey(string Text, string Request);
