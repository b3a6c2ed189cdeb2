using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Control;

namespace TrainingDashboard.Web.Components.Jobs;

/// <summary>What an empty machine shows: one click to a running job.</summary>
public sealed partial class FirstJob
{
    // Long enough to look around, pause it and go on, even on a fast machine.
    private const int Epochs = 40;
    private static readonly StartRequest s_request = new() { Name = "First job", Trainer = "cnn", Dataset = "digits", Epochs = Epochs, Seed = 1 };
    private bool _starting;
    private string? _error;

    [Inject]
    private JobControl Control { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private async Task StartAsync()
    {
        _starting = true;
        try
        {
            var job = await Control.StartAsync(s_request, CancellationToken.None);
            Navigation.NavigateTo($"jobs/{job.Id}");
        }
        catch (Exception e) when (e is IOException or System.Data.Common.DbException)
        {
            _error = $"The job could not be stored: {e.Message}";
            _starting = false;
        }
    }
}
