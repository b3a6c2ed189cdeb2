namespace TrainingDashboard.Web.Hub;

/// <summary>What the hub calls on its clients. Everything about jobs comes through streams, at each client's own pace.</summary>
public interface ITrainingClient
{
    /// <summary>The dashboard is about to end. Jobs go on when it is back; reconnect with the last number seen.</summary>
    /// <param name="reason">A sentence for people.</param>
    /// <returns>Anything: an answer, even that there is none, says that it was heard.</returns>
    Task<bool> ServerStopping(string reason);
}
