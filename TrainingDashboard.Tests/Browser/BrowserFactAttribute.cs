namespace TrainingDashboard.Tests.Browser;

/// <summary>A test in Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute() : RequiresFactAttribute(Chromium.Path is not null, "There is no chromium on the PATH.");
