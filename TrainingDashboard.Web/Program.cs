using TrainingDashboard.Web;

return await DashboardCommand.RunAsync(args);
