using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Fuzz;

/// <summary>
/// Whatever comes in, the server answers without a fault of its own, logs no error, keeps its memory, and the job in it
/// goes on. TRAININGDASHBOARD_FUZZ_SEED chooses other requests than the usual ones.
/// </summary>
[Collection(Alone.Name)]
public sealed class ServerFuzzTests : IAsyncLifetime, IDisposable
{
    private const long MemoryBytes = 64 << 20;
    private readonly PacedTrainer _paced = new(batches: 1_000_000);
    private readonly ErrorLog _log = new();
    private DashboardServer _server = null!;
    private JobId _job;

    private static long Seed { get; } = long.TryParse(Environment.GetEnvironmentVariable("TRAININGDASHBOARD_FUZZ_SEED"), out var seed) ? seed : 20_260_101;

    public async Task InitializeAsync()
    {
        _server = await DashboardServer.StartAsync(null, ["--Training:Slots", "1", "--Logging:LogLevel:Default", "Error"], _log, _paced);
        _job = (await _server.StartJobAsync("paced")).Id;
        _paced.Allow(1);
        await _server.FollowAsync(_job, step: 1);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _paced.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Requests_OfAnyKind_AreAnsweredAndDisturbNobody()
    {
        var answers = new SortedDictionary<int, int>();
        await FuzzAsync(2_000, async (chance, case_) =>
        {
            using var request = FuzzedRequests.Next(chance, _job.ToString());
            try
            {
                using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                using var answer = await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
                answers[(int)answer.StatusCode] = answers.GetValueOrDefault((int)answer.StatusCode) + 1;
                Assert.True((int)answer.StatusCode < 500, $"{case_}: {answer.StatusCode} to {await FuzzedRequests.DescribeAsync(request)}");
            }
            catch (HttpRequestException e) when (e.InnerException is IOException or SocketException)
            {
                // The server may hang up on a body that it does not want to read.
                Assert.True(request.Content is not null, $"{case_}: hung up on {request}");
            }
            catch (HttpRequestException)
            {
                // What the client itself refuses to send.
            }
        });

        // The requests reach deep and shallow.
        int[] expected = [200, 202, 400, 403, 404, 405, 409, 415, 422];
        var reached = string.Join(", ", answers.Select(a => $"{a.Key}: {a.Value}"));
        Assert.True(expected.All(answers.ContainsKey), reached);
    }

    [Fact]
    public async Task Bytes_ThatAreHardlyHttp_AreAnsweredAndDisturbNobody()
    {
        const string Request = "POST /training/start HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nLast-Event-ID: 5\r\nContent-Length: 12\r\n\r\n{\"epochs\":0}";
        await FuzzAsync(300, async (chance, case_) =>
        {
            var sent = chance.Mutate(Request);
            using var client = new TcpClient();
            await client.ConnectAsync(_server.Address.Host, _server.Address.Port);
            var stream = client.GetStream();
            await stream.WriteAsync(FuzzedFrames.Bytes(chance, sent));
            client.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[64];
            try
            {
                var read = await stream.ReadAtLeastAsync(buffer, 12, throwOnEndOfStream: false, Eventually.Deadline());
                var answer = Encoding.ASCII.GetString(buffer, 0, read);
                // 505 is the proper answer to a version that is none.
                Assert.False(answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) && !answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal), $"{case_}: {answer} to {sent}");
            }
            catch (IOException)
            {
            }
        });
    }

    [Fact]
    public async Task Frames_OfAnyKind_AreAnsweredOrEndTheConnectionAndDisturbNobody()
    {
        await FuzzAsync(150, async (chance, case_) =>
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://{_server.Address.Authority}/hubs/training"), Eventually.Deadline());
            var reading = DrainAsync(socket);
            try
            {
                await SendAsync(socket, chance, FuzzedFrames.FirstFrame(chance));
                for (var messages = chance.Next(30); messages > 0 && socket.State == WebSocketState.Open; messages--)
                    await SendAsync(socket, chance, FuzzedFrames.Next(chance, _job.ToString()));
            }
            catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException { InnerException: IOException })
            {
                // The server has ended the connection; a send that was under way calls that cancelled.
            }

            Assert.True(_log.Errors.Count == 0, $"{case_}: {string.Join("\n", _log.Errors)}");
            socket.Abort();
            await reading.WaitAsync(Eventually.Limit);
        });
    }

    private static async Task SendAsync(ClientWebSocket socket, Chance chance, string text)
    {
        var bytes = FuzzedFrames.Bytes(chance, text);
        var type = chance.OneIn(10) ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        var cut = chance.OneIn(5) ? chance.Next(bytes.Length + 1) : bytes.Length;
        await socket.SendAsync(bytes.AsMemory(0, cut), type, endOfMessage: cut == bytes.Length, Eventually.Deadline());
        if (cut < bytes.Length)
            await socket.SendAsync(bytes.AsMemory(cut), type, endOfMessage: true, Eventually.Deadline());
    }

    private static async Task DrainAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, Eventually.Deadline()) is { MessageType: not WebSocketMessageType.Close })
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }

    private async Task FuzzAsync(int cases, Func<Chance, string, Task> run)
    {
        var time = Stopwatch.StartNew();
        // What is made once is made before memory is counted.
        for (var i = -cases / 10; i < 0; i++)
            await run(new Chance(Seed + i), $"seed {Seed}, case {i}");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < cases; i++)
            await run(new Chance(Seed + i), $"seed {Seed}, case {i}");

        Assert.True(_log.Errors.Count == 0, $"seed {Seed}: {string.Join("\n", _log.Errors)}");
        Assert.Equal("ok", await _server.Http.GetStringAsync("/healthz"));
        var after = (await _server.JobAsync(_job)).Seq;
        _paced.Allow(5);
        await _server.FollowAsync(_job, e => e is MetricsEvent, after);
        Assert.Equal(JobStatus.Running, (await _server.JobAsync(_job)).Status);
        await Eventually.IsAsync(() => GC.GetTotalMemory(forceFullCollection: true) - before < MemoryBytes, "memory is given back", TimeSpan.FromSeconds(10));
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(60), $"took {time.Elapsed}");
    }
}
