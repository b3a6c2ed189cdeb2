using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.CommandLine;

/// <summary>Shows how a job gets on.</summary>
internal interface ITrainingDisplay : IDisposable
{
    /// <summary>Shows what happens after an event, until the job ends or <see cref="EndAsync"/>.</summary>
    Task ShowAsync(JobFeed feed, long after);

    /// <summary>Ends the showing, with all there is shown.</summary>
    /// <param name="shown">The showing.</param>
    Task EndAsync(Task shown);

    /// <summary>Says something of its own.</summary>
    void Say(string text);

    /// <summary>Says how the job ended.</summary>
    void Finish(Job job, string sentence);
}
