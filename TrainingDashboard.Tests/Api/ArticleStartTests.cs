using System.Net;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Api;

/// <summary>Starts as front-ends of the FastAPI pattern send them: every parameter is obeyed, or refused by its name.</summary>
public sealed class ArticleStartTests : IAsyncLifetime
{
    private readonly SnakeTrainer _snake = new();
    private DashboardServer _server = null!;

    public async Task InitializeAsync() => _server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1"], _snake, ScriptedTrainer.Reporting("quick", 1));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public static TheoryData<string, string?, string?> Ways => new()
    {
        { "?epochs=2&learning_rate=0.5&batch_size=8&hidden_layers=4,5&name=N%20%E2%9C%93&model=mlp&dataset=spirals&seed=7", null, null },
        { "?num_epochs=2&lr=0.5&batchSize=8&hidden_layers=4&hidden_layers=5&job_name=N+%E2%9C%93&model_name=mlp&dataset_name=spirals&random_seed=7", null, null },
        { "?epochs=2", """{"learning_rate":0.5,"batch_size":8,"hidden_layers":[4,5],"name":"N ✓","trainer":"mlp","dataset":"spirals","seed":7}""", "application/json" },
        { "", """{"epochs":2,"hyperparameters":{"learningRate":0.5,"batchSize":8,"hiddenLayers":[4,5]},"name":"N ✓","seed":7}""", "text/plain" },
        { "?epochs=2&seed=7", """{"epochs":2.0,"n_epochs":2,"lr":0.5,"learning_rate":5e-1,"batchSize":8,"hiddenLayers":[4,5],"name":"N ✓","seed":7}""", "application/json" },
        { "", """{"epochs":2,"lr":0.5,"batchSize":8,"hiddenLayers":[4,5],"name":"N ✓","seed":7}""", "application/x-www-form-urlencoded" },
        { "", "epochs=2&learning_rate=0.5&batch_size=8&hidden_layers=4,5&name=N+%E2%9C%93&seed=7", "application/x-www-form-urlencoded" },
        { "?hyperparameters.learningRate=0.5&name=N%20%E2%9C%93", "epochs=2&hyperparameters.batchSize=8&hiddenLayers=[4, 5]&seed=7", "application/x-www-form-urlencoded; charset=utf-8" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Start_InAnyWay_IsOfWhatWasAsked(string query, string? body, string? type)
    {
        using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
            content!.Headers.TryAddWithoutValidation("Content-Type", type);
        var started = await (await _server.Http.PostAsync($"/training/start{query}", content)).JsonAsync(HttpStatusCode.Accepted);

        await IsAsAskedAsync(started);
    }

    [Fact]
    public async Task Start_AsAFormOfParts_IsOfWhatWasAsked()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("2"), "epochs" }, { new StringContent("0.5"), "learning_rate" }, { new StringContent("8"), "batch_size" },
            { new StringContent("4,5"), "hidden_layers" }, { new StringContent("N ✓"), "name" }, { new StringContent("7"), "seed" },
        };
        await IsAsAskedAsync(await (await _server.Http.PostAsync("/training/start", form)).JsonAsync(HttpStatusCode.Accepted));

        using var withFile = new MultipartFormDataContent { { new StringContent("2"), "epochs" }, { new ByteArrayContent([1, 2]), "weights", "model.bin" } };
        Assert.Equal(["weights"], (await (await _server.Http.PostAsync("/training/start", withFile)).JsonAsync(HttpStatusCode.BadRequest)).Fields());
    }

    [Theory]
    [InlineData("?epochs=abc", null, "epochs")]
    [InlineData("?epochs=", null, "epochs")]
    [InlineData("?epochs=2.5", null, "epochs")]
    [InlineData("?epochs=0", null, "epochs")]
    [InlineData("?epochs=2&epochs=3", null, "epochs")]
    [InlineData("?Epochs=2", null, "Epochs")]
    [InlineData("?epoch=2", null, "epoch")]
    [InlineData("?learning_rate=fast", null, "learning_rate")]
    [InlineData("?lr=-1", null, "lr")]
    [InlineData("?model=resnet50", null, "model")]
    [InlineData("?dataset=imagenet", null, "dataset")]
    [InlineData("?model=cnn&dataset=spirals", null, "dataset")]
    [InlineData("?hyperparameters=1", null, "hyperparameters")]
    [InlineData("?hyperparameters.depth=1", null, "hyperparameters.depth")]
    [InlineData("?name=%FF", null, "name")]
    [InlineData("?hidden_layers=%5B8,9", null, "hidden_layers")]
    [InlineData("?epochs=2", """{"epochs":3}""", "epochs")]
    [InlineData("?lr=0.5", """{"learning_rate":0.25}""", "learning_rate")]
    [InlineData("", """{"epochs":2,"num_epochs":3}""", "num_epochs")]
    [InlineData("", """{"lr":0.5,"hyperparameters":{"learningRate":0.25}}""", "hyperparameters.learningRate")]
    [InlineData("", """{"learning_rate":"0.5"}""", "learning_rate")]
    [InlineData("", """{"config":{"epochs":2}}""", "config")]
    public async Task Start_OfWhatIsNotKnown_OrSaysTwoThings_IsRefusedByItsName(string query, string? body, string field)
    {
        var problem = await _server.Http.PostJsonAsync($"/training/start{query}", body, HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields());
        Assert.Empty(await _server.Jobs.ListAsync(default));
    }

    [Theory]
    [InlineData("epochs=2&name=%F0%9F", "name")]
    [InlineData("epochs=2&%FF=1", "%FF")]
    [InlineData("epochs", "epochs")]
    [InlineData("epochs=2&epochs=3", "epochs")]
    [InlineData("epochs=2&=3", "")]
    public async Task Form_WithWhatMakesNoSense_IsRefusedByItsName(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        var problem = await (await _server.Http.PostAsync("/training/start", content)).JsonAsync(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields());
    }

    [Fact]
    public async Task Start_WithManyFaults_NamesAllOfThemInTheirOrder()
    {
        var problem = await _server.Http.PostJsonAsync(
            "/training/start?epochs=abc&colour=red&dataset=nothing", """{"learning_rate":-1,"optimiser":"x","batch_size":8,"momentum":2}""", HttpStatusCode.BadRequest);

        Assert.Equal(["epochs", "colour", "dataset", "learning_rate", "optimiser", "momentum"], problem.Fields());
        Assert.Contains("'abc'", problem.GetProperty("errors").GetProperty("epochs")[0].GetString()!.Replace("\"abc\"", "'abc'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("learningRate, batchSize", problem.GetProperty("errors").GetProperty("colour")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfATrainerWithNamesInSnakeCaseAndASwitch_FindsThem()
    {
        var started = await _server.Http.PostJsonAsync("/training/start?model=snake&weight_decay=0.25&use_bias=False", null, HttpStatusCode.Accepted);
        var values = (await JobAsync(started)).Spec.Hyperparameters;
        Assert.Equal((0.25, false), (values["weight_decay"].GetDouble(), values["useBias"].GetBoolean()));

        Assert.Equal(["use_bias"], (await _server.Http.PostJsonAsync("/training/start?model=snake&use_bias=maybe", null, HttpStatusCode.BadRequest)).Fields());
        // Not of this trainer, and lr is short for nothing here.
        Assert.Equal(["batch_size", "lr"], (await _server.Http.PostJsonAsync("/training/start?model=snake&batch_size=8&lr=1", null, HttpStatusCode.BadRequest)).Fields());
    }

    [Fact]
    public async Task Start_AndCommands_HaveAMessage()
    {
        var first = await _server.Http.PostJsonAsync("/training/start", """{"trainer":"mlp","epochs":100000}""", HttpStatusCode.Accepted);
        Assert.Equal(("Training started", "queued"), (first.Text("message"), first.Text("status")));
        var waits = await _server.Http.PostJsonAsync("/training/start?model=quick", null, HttpStatusCode.Accepted);
        var id = first.Text("job_id");
        await _server.FollowAsync((await JobAsync(first)).Id, JobStatus.Running);

        var status = await _server.Http.GetJsonAsync($"/training/{waits.Text("job_id")}/status");
        Assert.Equal(("Waiting for a slot: #1 is running. You are next.", 1), (status.Text("waiting"), status.GetProperty("queue_position").GetInt32()));
        Assert.Equal(JsonValueKind.Null, (await _server.Http.GetJsonAsync($"/training/{id}/status")).GetProperty("waiting").ValueKind);

        Assert.Equal("Training pauses after the current batch", (await _server.Http.PostJsonAsync($"/training/{id}/pause", "{}", HttpStatusCode.Accepted)).Text("message"));
        await _server.FollowAsync((await JobAsync(first)).Id, JobStatus.Paused);
        Assert.Equal("Training resumes", (await _server.Http.PostJsonAsync($"/training/{id}/resume", null, HttpStatusCode.Accepted)).Text("message"));
        Assert.Equal("Training stopped", (await _server.Http.PostJsonAsync($"/training/{waits.Text("job_id")}/stop", null, HttpStatusCode.Accepted)).Text("message"));
        Assert.Equal("Training stops after the current batch", (await _server.Http.PostJsonAsync($"/training/{id}/stop", null, HttpStatusCode.Accepted)).Text("message"));
    }

    private async Task IsAsAskedAsync(JsonElement started)
    {
        var spec = (await JobAsync(started)).Spec;
        Assert.Equal(("N ✓", "mlp", "spirals", 2, 7L), (spec.Name, spec.Trainer, spec.Dataset, spec.Epochs, spec.Seed == 7 ? 7 : spec.Seed));
        Assert.Equal((0.5, 8, "[4,5]"), (spec.Hyperparameters["learningRate"].GetDouble(), spec.Hyperparameters["batchSize"].GetInt32(), spec.Hyperparameters["hiddenLayers"].GetRawText()));
    }

    private async Task<Job> JobAsync(JsonElement started)
    {
        Assert.True(JobId.TryParse(started.Text("job_id"), out var id));
        return await _server.JobAsync(id);
    }

    private sealed class SnakeTrainer : ITrainer
    {
        public TrainerDescription Description { get; } = new(
            "snake", "Snake", "Names in snake_case.", [DatasetKind.Table], DefaultEpochs: 1,
            [new RealHyperparameter("weight_decay", "Weight decay", "", 0, 0, 1), new ToggleHyperparameter("useBias", "Bias", "", true)]);

        public void Train(TrainingContext context)
        {
        }
    }
}
