namespace TrainingDashboard.Web.Api;

/// <summary>What the address names is not there.</summary>
internal sealed class NotFoundException(string sentence) : Exception(sentence);
