namespace TrainingDashboard.Training.Control;

/// <summary>Where commands to a job's loop are put, from any thread, wherever the loop runs.</summary>
public interface ICommandMailbox
{
    /// <summary>Puts a command in; it takes effect when the loop next looks at its control point. Does not wait.</summary>
    /// <exception cref="ObjectDisposedException">The loop has ended.</exception>
    void Post(JobCommand command);
}
