using System.Net;
using TrainingDashboard.Tests.Api;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.CommandLine;

/// <summary>Training without a browser.</summary>
[Collection(Alone.Name)]
public sealed class HeadlessTests : IDisposable
{
    private static readonly string[] s_train = ["train", "--trainer", "mlp", "--data", "spirals", "--seed", "7", "--threads", "1"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_ToTheEnd_IsAJobOfTheDashboardsStorage()
    {
        var (code, output, errors) = await Headless.RunAsync(_folder.Path, [.. s_train, "--epochs", "3", "--set", "learningRate=0.02", "--set", "activation=tanh", "--name", "by hand"]);

        Assert.True(code == 0, errors);
        Assert.Contains("epoch 3  validation loss", output, StringComparison.Ordinal);
        Assert.Matches(@"Job #1 is completed after [\d.]+ s at step 300\.", output);
        var listed = Assert.Single(await Headless.RunJsonAsync(_folder.Path, "list"));
        Assert.Equal(("by hand", "completed", 300), (listed.Text("name"), listed.Text("status"), listed.GetProperty("step").GetInt32()));
        var shown = Assert.Single(await Headless.RunJsonAsync(_folder.Path, "show", "1"));
        Assert.Equal((0.02, "tanh"), (shown.GetProperty("spec").GetProperty("hyperparameters").GetProperty("learningRate").GetDouble(), shown.GetProperty("spec").GetProperty("hyperparameters").Text("activation")));
        var exported = await Headless.RunAsync(_folder.Path, "export", "#1");
        Assert.Equal(300, exported.Output.Split("\r\n").SelectMany(row => row.Split('\n')).Count(row => row.StartsWith("loss,", StringComparison.Ordinal)));

        await using var server = await DashboardServer.StartAsync(_folder, []);
        var seen = (await server.Http.GetJsonAsync("/training"))[0];
        Assert.Equal(("by hand", "completed"), (seen.Text("name"), seen.Text("status")));
        // The dashboard has the folder now: whoever only reads may, whoever trains may not.
        Assert.Single(await Headless.RunJsonAsync(_folder.Path, "list"));
        // What the dashboard is receiving is not a leftover.
        var upload = Directory.CreateDirectory(_folder.Of("datasets/.incoming-of-a-test"));
        Assert.NotEmpty(await Headless.RunJsonAsync(_folder.Path, "datasets"));
        Assert.True(upload.Exists && Directory.Exists(upload.FullName));
        var refused = await Headless.RunAsync(_folder.Path, s_train);
        Assert.Equal(2, refused.Code);
        Assert.StartsWith("Another dashboard is using the storage folder", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_ParksAndResumeGoesOnToTheSameCurve()
    {
        string[] spec = [.. s_train, "--epochs", "40", "--set", "hiddenLayers=[512,512]", "--set", "batchSize=32"];
        using (var training = Headless.Start(_folder.Path, spec))
        {
            await Eventually.IsAsync(() => Task.FromResult(training.Output.Contains("epoch 1 ", StringComparison.Ordinal)), "an epoch is done");
            await training.InterruptAsync();
            var (code, output, errors) = await training.EndAsync();
            Assert.True(code == 3, errors);
            Assert.Contains("Parking the job at its next batch.", output, StringComparison.Ordinal);
            Assert.Contains("Job #1 is parked", output, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await Headless.RunAsync(_folder.Path, "resume", "1", "--threads", "1")).Code);
        Assert.Equal(2, (await Headless.RunAsync(_folder.Path, "resume", "1")).Code);
        Assert.Equal(0, (await Headless.RunAsync(_folder.Path, spec)).Code);
        Assert.Equal(await CurveAsync("2"), await CurveAsync("1"));
    }

    [Fact]
    public async Task Train_AsJson_IsALineForEachThingThatHappens()
    {
        var lines = await Headless.RunJsonAsync(_folder.Path, [.. s_train, "--epochs", "2"]);

        Assert.Equal("ended", lines[^1].Text("kind"));
        Assert.Equal("completed", lines[^1].GetProperty("job").Text("status"));
        Assert.Contains(lines, line => line.Text("kind") == "status" && line.Text("status") == "running");
        Assert.Contains(lines, line => line.Text("kind") == "checkpoint");
    }

    [Theory]
    [InlineData("trainer: ", "--trainer", "resnet")]
    [InlineData("dataset: ", "--data", "nothing")]
    [InlineData("hyperparameters.learningRate: ", "--set", "learningRate=fast")]
    [InlineData("hyperparameters.colour: ", "--set", "colour=red")]
    [InlineData("--set expects name=value", "--set", "learningRate")]
    [InlineData("epochs: ", "--epochs", "0")]
    [InlineData("Cannot parse argument 'many'", "--epochs", "many")]
    public async Task Train_WithWhatMakesNoSense_SaysWhatAndStartsNothing(string sentence, params string[] options)
    {
        var (code, _, errors) = await Headless.RunAsync(_folder.Path, ["train", .. options]);

        Assert.Equal(2, code);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        var jobs = await Headless.RunAsync(_folder.Path, "list", "--json");
        Assert.Equal("", jobs.Output);
    }

    [Fact]
    public async Task Dataset_ThatIsAdded_CanBeTrainedOn()
    {
        var file = _folder.Of("flowers.csv");
        await File.WriteAllLinesAsync(file, ["width,height,kind", .. Enumerable.Range(0, 60).Select(i => $"{i % 7},{i % 5},{(i % 2 == 0 ? "rose" : "tulip")}")]);

        var added = await Headless.RunAsync(_folder.Of("store"), "datasets", "add", file, "--title", "My flowers");
        Assert.Equal((0, "my-flowers: 60 samples. Train on it with --data my-flowers.\n"), (added.Code, added.Output));
        Assert.Contains(await Headless.RunJsonAsync(_folder.Of("store"), "datasets"), data => data.Text("name") == "my-flowers");
        Assert.Equal(0, (await Headless.RunAsync(_folder.Of("store"), "train", "--data", "my-flowers", "--epochs", "1")).Code);
        await File.WriteAllLinesAsync(file, ["a,b", .. Enumerable.Range(0, 12).Select(i => i == 3 ? "1,2,3" : $"{i % 5},{i % 2}")]);
        var broken = await Headless.RunAsync(_folder.Of("store"), "datasets", "add", file);
        Assert.Equal(2, broken.Code);
        Assert.StartsWith("flowers.csv, line 5, column 3: ", broken.Errors, StringComparison.Ordinal);
        Assert.Contains("Skip 1 row: --skip-bad yes", broken.Errors, StringComparison.Ordinal);
        var mended = await Headless.RunAsync(_folder.Of("store"), "datasets", "add", file, "--skip-bad", "yes", "--column", "a=categorical", "--test-fraction", "0.2");
        Assert.Equal((0, "flowers: 11 samples, 2 of them for testing. Train on it with --data flowers.\n"), (mended.Code, mended.Output));
        Assert.Contains("1 row with too many or too few cells is skipped: line 5.", mended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_OffersFlagsThatItUnderstands()
    {
        var file = _folder.Of("readings.csv");
        await File.WriteAllLinesAsync(file, ["a;b;kind", .. Enumerable.Range(0, 60).Select(i => $"{(i % 6 == 0 ? "-1" : $"{i + 100}")};{i % 9},5;{i % 2}")]);

        var told = await Headless.RunAsync(_folder.Of("store"), "datasets", "profile", file);
        Assert.Contains("Treat -1 as missing in this column: --column 'a=missing:-1'", told.Output, StringComparison.Ordinal);
        var mended = await Headless.RunAsync(_folder.Of("store"), "datasets", "profile", file, "--column", "a=missing:-1", "--column", "b=numeric,comma", "--skip-rows", "0");
        Assert.Contains("'-1' (10 ×) stands for a missing value", mended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_SaysWhatThereIsAndWhatIsWrong()
    {
        var well = await Headless.RunAsync(_folder.Path, "doctor");
        Assert.Equal(0, well.Code);
        Assert.Contains("mlp: Multi-layer perceptron", well.Output, StringComparison.Ordinal);

        Directory.CreateDirectory(_folder.Of("plugins"));
        await File.WriteAllTextAsync(_folder.Of("plugins/broken.dll"), "no assembly");
        var ill = await Headless.RunJsonAsync(1, _folder.Path, "doctor");
        Assert.Contains(ill, fact => fact.Text("value") == "broken cannot be used: It is no .NET assembly for this runtime.");
    }

    [Fact]
    public async Task Stop_OfAJobThatWaits_CancelsIt()
    {
        using (var training = Headless.Start(_folder.Path, [.. s_train, "--epochs", "100000"]))
        {
            await Eventually.IsAsync(() => Task.FromResult(training.Output.Contains("epoch 1 ", StringComparison.Ordinal)), "an epoch is done");
            await training.InterruptAsync();
            await training.EndAsync();
        }

        Assert.Equal((0, "Job #1 is cancelled.\n"), (await Headless.RunAsync(_folder.Path, "stop", "1")) is var (code, output, _) ? (code, output) : default);
        Assert.Equal("cancelled", Assert.Single(await Headless.RunJsonAsync(_folder.Path, "list")).Text("status"));
        Assert.Equal(2, (await Headless.RunAsync(_folder.Path, "stop", "1")).Code);
        Assert.Equal(2, (await Headless.RunAsync(_folder.Path, "stop", "2")).Code);
    }

    [Fact]
    public async Task Stop_OfAJobThatADashboardRuns_IsTheDashboards()
    {
        await using var dashboard = await DashboardProcess.StartAsync(_folder.Path);
        var job = await dashboard.Http.PostJsonAsync("/api/jobs", """{"trainer":"mlp","dataset":"spirals","epochs":100000}""", HttpStatusCode.Created);

        var (code, output, errors) = await Headless.RunAsync(_folder.Path, "stop", "1");

        Assert.True(code == 0, errors);
        Assert.Equal("Job #1 is cancelled.\n", output);
        // and it is given a dataset
        await File.WriteAllTextAsync(_folder.Of("saying.txt"), "To be or not to be.");
        Assert.Equal(0, (await Headless.RunAsync(_folder.Path, "datasets", "add", _folder.Of("saying.txt"))).Code);
        Assert.Equal("text", (await dashboard.Http.GetJsonAsync("/api/datasets/saying")).Text("kind"));
        Assert.Equal("cancelled", (await dashboard.Http.GetJsonAsync($"/api/jobs/{job.Text("id")}")).GetProperty("job").Text("status"));
        var again = await Headless.RunAsync(_folder.Path, "stop", "1");
        Assert.Equal(2, again.Code);
        Assert.StartsWith($"The dashboard at {dashboard.Url}/ refuses: ", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfJobsThatWait_SaysForWhatAndInWhichPlace()
    {
        await using (var dashboard = await DashboardProcess.StartAsync(_folder.Path, "--Training:Slots", "1"))
        {
            var running = await dashboard.StartJobAsync("""{"trainer":"mlp","dataset":"spirals","epochs":100000}""");
            await dashboard.IsAsync(running, "running");
            await dashboard.StartJobAsync("""{"trainer":"mlp"}""");
            await dashboard.StartJobAsync("""{"trainer":"mlp"}""");

            var (code, output, errors) = await Headless.RunAsync(_folder.Path, "list");
            Assert.True(code == 0, errors);
            Assert.Contains("#2: Waiting for a slot: #1 is running. You are next.", output, StringComparison.Ordinal);
            Assert.Contains("#3: Waiting for a slot: #1 is running. 2nd in the queue.", output, StringComparison.Ordinal);
            var shown = Assert.Single(await Headless.RunJsonAsync(_folder.Path, "show", "3"));
            Assert.Equal(2, shown.GetProperty("job").GetProperty("waiting").GetProperty("position").GetInt32());
            await dashboard.KillAsync();
        }

        // What it left says where it listened; nobody answers there.
        var alone = await Headless.RunAsync(_folder.Path, "list");
        Assert.True(alone.Code == 0, alone.Errors);
        Assert.Contains("#2: Waiting for a dashboard; none has this storage folder open.", alone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_OfAJobThatAnotherCommandLineTrains_SaysHow()
    {
        using var training = Headless.Start(_folder.Path, [.. s_train, "--epochs", "100000"]);
        await Eventually.IsAsync(() => Task.FromResult(training.Output.Contains("epoch 1 ", StringComparison.Ordinal)), "an epoch is done");

        var (code, _, errors) = await Headless.RunAsync(_folder.Path, "stop", "1");

        Assert.Equal(2, code);
        Assert.Contains("Press Ctrl-C there", errors, StringComparison.Ordinal);
        await training.InterruptAsync();
        await training.EndAsync();
    }

    private async Task<string[]> CurveAsync(string job)
    {
        var (_, output, _) = await Headless.RunAsync(_folder.Path, "export", job);
        return [.. output.Split('\n').Where(row => row.StartsWith("loss,", StringComparison.Ordinal)).Select(row => string.Join(',', row.Split(',') is [_, var step, _, var value, ..] ? [step, value] : []))];
    }
}
