namespace TrainingDashboard.Training.Storage;

/// <summary>The section <c>Storage</c>: where everything is kept.</summary>
public sealed class StorageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>The folder for jobs, curves, checkpoints and datasets; made when missing. One dashboard at a time owns it.</summary>
    public string Path { get; set; } = "data";

    /// <summary>
    /// How long the events of an ended job that carry points are kept, in days, 0 to 36,500; 0 for ever. Its curves stay
    /// whole; what goes is reading them again event by event.
    /// </summary>
    public double KeepEventsDays { get; set; }

    /// <summary>How long an ended job is kept, in days, 0 to 36,500; 0 until somebody removes it.</summary>
    public double KeepJobsDays { get; set; }

    /// <summary>One sentence for every setting out of range.</summary>
    public IEnumerable<string> Faults()
    {
        if (KeepEventsDays is not (>= 0 and <= 36_500))
            yield return $"{Section}:{nameof(KeepEventsDays)} must be 0 to 36500, not {KeepEventsDays}.";
        if (KeepJobsDays is not (>= 0 and <= 36_500))
            yield return $"{Section}:{nameof(KeepJobsDays)} must be 0 to 36500, not {KeepJobsDays}.";
    }
}
