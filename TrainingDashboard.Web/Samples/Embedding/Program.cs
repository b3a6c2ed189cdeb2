// An application of somebody's own, with the dashboard under /training.
using Embedding;
using TrainingDashboard.Training;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Embedding;

var builder = WebApplication.CreateBuilder(args);
builder.AddTraining();                                          // jobs, in the folder that the setting Storage:Path names
builder.Services.AddSingleton<ITrainer, HalvingTrainer>();      // beside the built-in trainers

var app = builder.Build();
app.MapGet("/", () => "The shop's own page");
app.MapPost("/retrain", async (JobControl jobs, CancellationToken cancellationToken) =>
    JobSummary.Of(await jobs.StartAsync(new StartRequest { Trainer = "halving", Dataset = "spirals" }, cancellationToken)));
app.MapTrainingDashboard("/training");                          // .RequireAuthorization(…) as of any endpoint
app.Run();
