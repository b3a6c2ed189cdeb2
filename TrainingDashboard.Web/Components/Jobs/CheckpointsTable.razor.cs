using Microsoft.AspNetCore.Components;
using Radzen;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>A job's checkpoints and what can be done with each.</summary>
public sealed partial class CheckpointsTable
{
    private const string Caller = "the page";
    private IReadOnlyList<CheckpointInfo>? _checkpoints;
    private string? _said;
    private long? _proving;
    private bool _busy;
    private (JobId Job, long Version)? _shown;

    /// <summary>The job as it stands.</summary>
    [Parameter, EditorRequired]
    public Job Job { get; set; } = null!;

    /// <summary>Changes when there is a new checkpoint.</summary>
    [Parameter]
    public long Version { get; set; }

    [Inject]
    private CheckpointControl Checkpoints { get; set; } = null!;

    [Inject]
    private ResumeProver Prover { get; set; } = null!;

    [Inject]
    private JobRewind Rewinding { get; set; } = null!;

    [Inject]
    private JobControl Control { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Job.Id, Version))
            return;
        _shown = (Job.Id, Version);
        await LoadAsync();
    }

    private async Task LoadAsync() => _checkpoints = await Checkpoints.ListAsync(Job.Id, CancellationToken.None);

    private Task MakeAsync() => DoAsync(async () =>
    {
        var receipt = await Control.SendAsync(Job.Id, CommandAction.Checkpoint, Caller, CancellationToken.None);
        _said = receipt.Reason;
    });

    private Task PinAsync(CheckpointInfo checkpoint)
        => DoAsync(() => Checkpoints.PinAsync(Job.Id, checkpoint.Step, !checkpoint.Pinned, CancellationToken.None));

    private static string ProofText(ResumeProof proof) => proof.Identical
        ? $"next {Format.Count(proof.Steps)} steps bit-identical"
        : $"{proof.Series} differs at step {Format.Count(proof.DiffersAt)}";

    private async Task ProveAsync(CheckpointInfo checkpoint)
    {
        if (_busy)
            return;
        _proving = checkpoint.Step;
        var place = new Progress<int>(ShowPlace);
        await DoAsync(() => Prover.ProveAsync(Job.Id, checkpoint.Step, CancellationToken.None, place));
        _proving = null;
    }

    private void ShowPlace(int place)
    {
        _said = place == 0 ? null : $"Waits for other looks and proofs: place {place} in the line.";
        StateHasChanged();
    }

    private bool CanRewind(CheckpointInfo checkpoint)
        => !checkpoint.Abandoned && checkpoint.Step < Job.Progress.Step
            && Job.Status is JobStatus.Paused or JobStatus.Parked or JobStatus.Interrupted;

    private async Task RewindAsync(CheckpointInfo checkpoint)
    {
        if (await IsSureAsync(
            $"The job goes on from step {checkpoint.Step}. What it did after that stays in the export, but no longer counts: its curve is drawn anew from there.",
            "Rewind this job?", "Rewind the job", "Leave it"))
            await DoAsync(async () => _said = (await Rewinding.RewindAsync(Job.Id, checkpoint.Step, Caller, CancellationToken.None)).Reason);
    }

    private async Task DeleteAsync(CheckpointInfo checkpoint)
    {
        if (await IsSureAsync(
            $"The job's state at step {checkpoint.Step} is lost: nothing can go on from there any more. Its curves are kept.",
            "Delete this checkpoint?", "Delete the checkpoint", "Keep it"))
            await DoAsync(() => Checkpoints.DeleteAsync(Job.Id, checkpoint.Step, CancellationToken.None));
    }

    private async Task<bool> IsSureAsync(string consequence, string question, string yes, string no)
    {
        if (_busy)
            return false;
        _busy = true;
        try
        {
            return await Dialogs.Confirm(consequence, question, new ConfirmOptions { OkButtonText = yes, CancelButtonText = no }) == true;
        }
        finally
        {
            _busy = false;
        }
    }

    // One thing at a time: a second press while the first is under way does nothing.
    private async Task DoAsync(Func<Task> act)
    {
        if (_busy)
            return;
        (_busy, _said) = (true, null);
        try
        {
            await act();
        }
        catch (Exception e) when (e is CheckpointNotFoundException or CheckpointRefusedException or InvalidInputException or DatasetUnavailableException or WorkLineFullException)
        {
            _said = e.Message;
        }
        finally
        {
            _busy = false;
        }

        await LoadAsync();
    }
}
