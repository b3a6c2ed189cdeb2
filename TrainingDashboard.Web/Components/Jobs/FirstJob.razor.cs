using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>What an empty machine shows: one click to a running job.</summary>
public sealed partial class FirstJob
{
    // Long enough to look around, pause it and go on, even on a fast machine.
    private const int Epochs = 40;

    // One for all: it is there only while there are no jobs, and two pages that show it, or two presses, mean one first job.
    private const string Key = "page.first-job";
    private static readonly StartRequest s_request = new() { Name = "First job", Trainer = "cnn", Dataset = "digits", Epochs = Epochs, Seed = 1 };
    private bool _starting;
    private string? _error;

    [Inject]
    private JobControl Control { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private async Task StartAsync()
    {
        if (_starting)
            return;
        (_starting, _error) = (true, null);
        try
        {
            var started = await Control.StartAsync(s_request, Key, CancellationToken.None);
            Navigation.NavigateTo($"jobs/{started.Job.Id}");
        }
        catch (Exception e) when (e is InvalidInputException or IdempotencyKeyUsedException)
        {
            (_error, _starting) = (e.Message, false);
        }
        catch (Exception e) when (e is IOException or System.Data.Common.DbException)
        {
            _error = $"The job could not be stored: {e.Message}";
            _starting = false;
        }
    }
}
