using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Web.Components.NewJob;

/// <summary>What New job begins with, by what its address asks for. What cannot be had is said, never replaced in silence.</summary>
public sealed class NewJobFilling(TrainerCatalog trainers, DatasetCatalog datasets, JobFeeds feeds, CheckpointControl checkpoints)
{
    /// <summary>A form with what the address asks for.</summary>
    /// <param name="from">A job to take every setting from; null for none.</param>
    /// <param name="step">The step of that job's checkpoint to begin with; null to begin at the beginning.</param>
    /// <param name="dataset">A dataset to begin with; null for any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FilledForm> FillAsync(string? from, long? step, string? dataset, CancellationToken cancellationToken)
    {
        var form = new NewJobForm(trainers.Default.Description);
        if (!string.IsNullOrEmpty(from))
            return await AgainAsync(form, from, step, cancellationToken);
        if (string.IsNullOrEmpty(dataset))
            return new FilledForm(form, ForkOf: null, ChooseFitting(form) is { } none ? [none] : []);
        if (datasets.Find(dataset) is not { } wanted)
            return new FilledForm(form, ForkOf: null, [$"There is no dataset {Shown.Cut(dataset)}. Choose one below."]);
        form.Dataset = wanted.Name;
        return new FilledForm(form, ForkOf: null, ChooseTrainerFor(form, wanted) is { } nobody ? [nobody] : []);
    }

    /// <summary>Chooses a dataset that the trainer takes, where the one chosen is none or has gone.</summary>
    /// <returns>Why there is none, as a sentence; null where there is one.</returns>
    public string? ChooseFitting(NewJobForm form)
    {
        if (form.Dataset.Length > 0 && datasets.Find(form.Dataset) is { } chosen && form.Takes(chosen))
            return null;
        form.Dataset = datasets.List().FirstOrDefault(form.Takes)?.Name ?? "";
        return form.Dataset.Length > 0
            ? null
            : $"{form.Trainer.Title} learns from {string.Join(" and ", form.Trainer.Accepts.Select(k => k.ToPlural()))}; there is no such dataset yet.";
    }

    /// <summary>Why the form cannot be started as it is; null where it can.</summary>
    /// <param name="form">The form.</param>
    /// <param name="datasets">Those there are, as the page knows them.</param>
    public static string? ObstacleOf(NewJobForm form, IReadOnlyList<DatasetInfo> datasets)
        => form.Dataset.Length == 0 ? "Choose a dataset first."
            : datasets.FirstOrDefault(dataset => dataset.Name == form.Dataset) is not { } chosen ? $"The dataset {form.Dataset} is no longer there."
            : !form.Takes(chosen) ? $"{form.Trainer.Title} does not learn from {chosen.Kind.ToPlural()}."
            : null;

    private string? ChooseTrainerFor(NewJobForm form, DatasetInfo wanted)
    {
        // What a trainer names first is what it is made for.
        var fitting = trainers.All.Select(trainer => trainer.Description)
            .Where(trainer => trainer.Accepts.Contains(wanted.Kind))
            .OrderBy(trainer => trainer.Accepts[0] != wanted.Kind)
            .ThenBy(trainer => trainer.Name != trainers.Default.Description.Name)
            .FirstOrDefault();
        if (fitting is null)
        {
            return $"No trainer here learns from {wanted.Kind.ToPlural()}, which is what “{wanted.Title}” is. "
                + "Choose another dataset, or add a trainer that does.";
        }

        form.Choose(fitting);
        return null;
    }

    private async Task<FilledForm> AgainAsync(NewJobForm form, string from, long? step, CancellationToken cancellationToken)
    {
        if (!JobId.TryParse(from, out var id) || await feeds.FindAsync(id, cancellationToken) is not { Job: var job })
        {
            string[] said = [$"There is no job {Shown.Cut(from)} to take the settings from.", .. ChooseFitting(form) is { } none ? [none] : Array.Empty<string>()];
            return new FilledForm(form, ForkOf: null, said);
        }

        if (trainers.Find(job.Spec.Trainer)?.Description is not { } trainer)
        {
            var gone = $"Job #{job.Number} was trained by {job.Spec.Trainer}, which is no longer there. Choose another trainer and a dataset.";
            return new FilledForm(form, ForkOf: null, [gone]);
        }

        form.Take(job.Spec, trainer);
        var advice = step is null ? "Choose another one." : "A fork needs it.";
        string[] notes = datasets.Find(job.Spec.Dataset) is null ? [$"The dataset {job.Spec.Dataset} of job #{job.Number} is no longer there. {advice}"] : [];
        if (step is not { } at)
            return new FilledForm(form, ForkOf: null, notes);
        // What was changed by then is what a fork goes on with.
        if ((await checkpoints.ListAsync(id, cancellationToken)).FirstOrDefault(c => c.Step == at) is { } checkpoint)
            form.Take(SteeredSpec.At(job, trainer, at, checkpoint.Epoch), trainer);
        form.Name = null;
        form.Epochs = job.Status == JobStatus.Completed ? job.Epochs * 2 : job.Epochs;
        return new FilledForm(form, job, notes);
    }
}

/// <summary>A form that is filled in.</summary>
/// <param name="Form">The form.</param>
/// <param name="ForkOf">The job that it forks; null where it forks none.</param>
/// <param name="Notes">What is not as it was asked for, as sentences.</param>
public sealed record FilledForm(NewJobForm Form, Job? ForkOf, IReadOnlyList<string> Notes);
