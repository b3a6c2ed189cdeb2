using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Benchmarks;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web;

if (args is ["serve", .. var settings])
{
    await using var app = DashboardApp.Build(settings, builder => builder.Services.AddSingleton<ITrainer, MetronomeTrainer>());
    await app.RunAsync();
    return;
}

// the load has the second core to itself, the servers the first
if (OperatingSystem.IsLinux())
    Process.GetCurrentProcess().ProcessorAffinity = 2;
await Report.PrintAsync(runs: args is ["--runs", var n] ? int.Parse(n, System.Globalization.CultureInfo.InvariantCulture) : 3);
