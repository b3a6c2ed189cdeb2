using Microsoft.AspNetCore.Components;
using Radzen;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Components.Shared;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>What can be done to the job now, and what became of the last command.</summary>
public sealed partial class ControlBar
{
    private const string Caller = "the page";
    private static readonly (string Word, string Key, StepArguments Far)[] s_steps =
    [
        ("1 batch", "1", new StepArguments(Batches: 1)), ("10 batches", "2", new StepArguments(Batches: 10)), ("1 epoch", "3", new StepArguments(Epochs: 1)),
    ];

    private Receipt? _refused;
    private bool _asking;

    /// <summary>The job as it stands.</summary>
    [Parameter, EditorRequired]
    public Job Job { get; set; } = null!;

    /// <summary>The latest receipt out of the job's feed.</summary>
    [Parameter]
    public ReceiptEvent? Last { get; set; }

    [Inject]
    private JobControl Control { get; set; } = null!;

    [Inject]
    private JobRemoval Removal { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    // A change for a step to come may wait long.
    private bool Waits => Last is { Action: CommandAction.Set } set
        && Job.Steering.Pending.FirstOrDefault(pending => pending.Id == set.Command)?.Arguments is { } arguments
        && arguments.TryGetProperty("at", out _);

    private Task SendAsync(CommandAction action) => SendAsync(new CommandRequest(action));

    private async Task SendAsync(CommandRequest request)
    {
        var receipt = await Control.SendAsync(Job.Id, request, Caller, CancellationToken.None);
        _refused = receipt.State == ReceiptState.Refused ? receipt : null;
    }

    // One question at a time: a second press, or Enter held down, asks nothing more.
    private async Task<bool> IsSureAsync(string consequence, string question, string yes, string no)
    {
        if (_asking)
            return false;
        _asking = true;
        try
        {
            return await Dialogs.Confirm(consequence, question, new ConfirmOptions { OkButtonText = yes, CancelButtonText = no }) == true;
        }
        finally
        {
            _asking = false;
        }
    }

    private async Task RemoveAsync()
    {
        if (!await IsSureAsync(
            $"“{Format.Isolated(Job.Spec.Name)}” is lost for good, with its curves, its log and its checkpoints. Its forks stay.",
            "Remove this job?", "Remove the job", "Keep it"))
            return;
        try
        {
            await Removal.RemoveAsync(Job.Id, CancellationToken.None);
        }
        catch (JobNotFoundException)
        {
            // Somebody else was faster.
        }

        Navigation.NavigateTo("");
    }

    // The one command that ends something: a stopped job does not go on.
    private async Task StopAsync()
    {
        var (consequence, keep) = Job.Status.IsHeld()
            ? ("ends at its next batch. Its checkpoint and its curves are kept, but it cannot be resumed.", "Keep it running")
            : Job.Status == JobStatus.Parked ? ("ends where it is parked. Its checkpoint and its curves are kept, but it cannot be resumed.", "Keep it parked")
            : ("leaves the queue and does not begin.", "Keep it waiting");
        if (await IsSureAsync($"“{Format.Isolated(Job.Spec.Name)}” {consequence}", "Stop this job?", "Stop the job", keep))
            await SendAsync(CommandAction.Stop);
    }
}
