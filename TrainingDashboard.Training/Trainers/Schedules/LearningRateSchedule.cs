namespace TrainingDashboard.Training.Trainers.Schedules;

/// <summary>How the learning rate falls after warm-up.</summary>
internal enum Decay
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>Along half a cosine, from the full rate to nothing at the last step (Loshchilov and Hutter, 2017).</summary>
    Cosine,

    /// <summary>By a factor at the end of every so many steps.</summary>
    Step,
}

/// <summary>The learning rate of each step: a straight rise to the full rate, then the decay.</summary>
/// <param name="Rate">The full rate.</param>
/// <param name="Decay">How it falls.</param>
/// <param name="WarmupSteps">Steps of the rise; 0 for none.</param>
/// <param name="TotalSteps">Steps in all, where the cosine ends.</param>
/// <param name="StepLength">For <see cref="Decay.Step"/>: steps between two falls, counted from the first step.</param>
/// <param name="StepFactor">For <see cref="Decay.Step"/>: what the rate is multiplied by.</param>
internal sealed record LearningRateSchedule(
    double Rate, Decay Decay, long WarmupSteps, long TotalSteps, long StepLength = 1, double StepFactor = 1)
{
    /// <summary>The rate of the step that follows <paramref name="stepsDone"/> others.</summary>
    public double At(long stepsDone)
    {
        if (stepsDone < WarmupSteps)
            return Rate * (stepsDone + 1) / WarmupSteps;
        var done = (double)(stepsDone - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps);
        return Decay switch
        {
            Decay.Cosine => Rate * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done))),
            Decay.Step => Rate * Math.Pow(StepFactor, stepsDone / StepLength),
            _ => Rate,
        };
    }
}
