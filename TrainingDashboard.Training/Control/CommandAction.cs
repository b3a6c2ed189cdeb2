using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Control;

/// <summary>What a command asks of a job.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CommandAction>))]
public enum CommandAction
{
    /// <summary>Wait at the next batch boundary with everything in memory.</summary>
    [JsonStringEnumMemberName("pause")]
    Pause,

    /// <summary>Go on after a pause, or line a parked job up again.</summary>
    [JsonStringEnumMemberName("resume")]
    Resume,

    /// <summary>End at the next batch boundary, keeping a checkpoint.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,

    /// <summary>Leave the worker at the next batch boundary and wait in a checkpoint.</summary>
    [JsonStringEnumMemberName("park")]
    Park,

    /// <summary>Keep a checkpoint at the next batch boundary and go on.</summary>
    [JsonStringEnumMemberName("checkpoint")]
    Checkpoint,

    /// <summary>Go on from an earlier checkpoint (<see cref="JobRewind"/>).</summary>
    [JsonStringEnumMemberName("rewind")]
    Rewind,

    /// <summary>Go on for some batches or epochs, then pause again.</summary>
    [JsonStringEnumMemberName("step")]
    Step,

    /// <summary>Change hyperparameters.</summary>
    [JsonStringEnumMemberName("set")]
    Set,

    /// <summary>Take the last change of hyperparameters back.</summary>
    [JsonStringEnumMemberName("revert")]
    Revert,

    /// <summary>Say when the job is to pause by itself.</summary>
    [JsonStringEnumMemberName("breakpoints")]
    Breakpoints,

    /// <summary>Go back to a state some steps ago that is still in memory, scale the learning rate, and go on.</summary>
    [JsonStringEnumMemberName("rollback")]
    Rollback,
}

/// <summary>The actions as words.</summary>
public static class CommandActions
{
    private static readonly Dictionary<string, CommandAction> s_actions = Enum.GetValues<CommandAction>().ToDictionary(ToWord);

    /// <summary>All words that may be sent; a rewind has a way of its own.</summary>
    public static IEnumerable<string> Words => s_actions.Keys.Where(word => s_actions[word] != CommandAction.Rewind);

    /// <summary>The action as it is written everywhere: lower case.</summary>
    public static string ToWord(this CommandAction action) => action.ToString().ToLowerInvariant();

    /// <summary>The action of a word that may be sent; null where there is none of this name.</summary>
    public static CommandAction? Parse(string word)
        => s_actions.TryGetValue(word, out var action) && action != CommandAction.Rewind ? action : null;

    /// <summary>Whether it waits with the job's steering until the loop obeys, so that it survives the loop.</summary>
    internal static bool IsSteering(this CommandAction action)
        => action is CommandAction.Step or CommandAction.Set or CommandAction.Revert or CommandAction.Breakpoints or CommandAction.Rollback;
}
