using TrainingDashboard.Training;

namespace TrainingDashboard.Web;

/// <summary>Says at the start what whoever started the dashboard should know.</summary>
internal static partial class NotesLog
{
    /// <summary>Logs a warning for each.</summary>
    public static void Say(this StartNotes notes, ILogger logger, IEnumerable<string> more)
    {
        foreach (var note in notes.All.Concat(more))
            LogNote(logger, note);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Note}", EventName = "Note")]
    private static partial void LogNote(ILogger logger, string note);
}
