using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TrainingDashboard.Benchmarks;
using TrainingDashboard.Benchmarks.Data;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web;

switch (args)
{
    case ["serve", .. var settings]:
        await using (var app = DashboardApp.Build(settings, builder => builder.Services.AddSingleton<ITrainer, MetronomeTrainer>()))
            await app.RunAsync();
        return 0;
    case ["floor", var url, var rate]:
        await KestrelFloor.RunAsync(url, double.Parse(rate, CultureInfo.InvariantCulture));
        return 0;
    case ["watch", var server, var job, var count, var seconds]:
        await FanOutReport.WatchAsync(new Uri(server), job, int.Parse(count, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture));
        return 0;
    case ["read", var reader, var path]:
        await TableReaders.ReadAsync(reader, path);
        return 0;
}

var runs = 3;
var chosen = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--runs" && i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out runs) && runs > 0)
    {
        i++;
    }
    else if (Report.Sections.ContainsKey(args[i]))
    {
        chosen.Add(args[i]);
    }
    else
    {
        Console.Error.WriteLine($"Expected [--runs N] and any of {string.Join(", ", Report.Sections.Keys)}; got: {string.Join(' ', args)}");
        return 2;
    }
}

foreach (var section in chosen.Count > 0 ? chosen : [.. Report.Sections.Keys])
    await Report.Sections[section](runs);
return 0;
