using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Web.Security;

namespace TrainingDashboard.Tests.Security;

[Collection(Alone.Name)]
public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task Connection_OneTooMany_IsToldSoUntilAnotherEnds()
    {
        await using var server = await DashboardServer.StartAsync(null, ["--Limits:MaxConnections", "5"]);
        var open = new List<TcpClient>();
        for (var i = 0; i < 5; i++)
        {
            open.Add(await OpenAsync(server.Address));
            Assert.StartsWith("HTTP/1.1 200", await AskAsync(open[i]), StringComparison.Ordinal);
        }

        using (var refused = await OpenAsync(server.Address))
        {
            var said = await AskAsync(refused);
            Assert.StartsWith("HTTP/1.1 503", said, StringComparison.Ordinal);
            Assert.Contains("5 connections are open, as many as", said, StringComparison.Ordinal);
        }

        Assert.StartsWith("HTTP/1.1 200", await AskAsync(open[0]), StringComparison.Ordinal);
        open[0].Dispose();
        await Eventually.IsAsync(
            async () =>
            {
                using var again = await OpenAsync(server.Address);
                return (await AskAsync(again)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
            },
            "the place is free again");
        open.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Dashboard_WithFewFilesAndMoreConnectionsThanThat_StartsAndEndsAJobAllTheSame()
    {
        using var folder = new TemporaryFolder();
        await using var dashboard = await DashboardProcess.StartWithFilesAsync(600, folder.Path);
        var address = new Uri(dashboard.Url);
        var open = new List<TcpClient>();
        // One connection that is there before and stays.
        using var kept = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = address, Timeout = Eventually.Limit };
        Assert.Equal("ok", await kept.GetStringAsync("/healthz"));
        try
        {
            for (var i = 0; i < 900; i++)
                open.Add(await OpenAsync(address));

            using var started = await kept.PostAsync("/training/start?model=mlp&epochs=2&dataset=spirals", null);
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
            await Eventually.IsAsync(
                async () => (await kept.GetStringAsync("/api/jobs")).Contains("\"status\":\"completed\"", StringComparison.Ordinal), "the job is completed");
        }
        finally
        {
            open.ForEach(client => client.Dispose());
        }

        await Eventually.IsAsync(
            async () =>
            {
                using var again = await OpenAsync(address);
                return (await AskAsync(again)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
            },
            "new connections are served");
        Assert.Equal(0, await dashboard.TerminateAsync());
    }

    [Theory]
    [InlineData(null, 1024L, 512)]
    [InlineData(null, 100L, 8)]
    [InlineData(null, 1_048_576L, 917_504)]
    [InlineData("500", 1024L, 500)]
    [InlineData("700", null, 700)]
    [InlineData(null, null, null)]
    public void Limit_LeavesRoomForOtherFiles(string? setting, long? openFiles, int? expected)
        => Assert.Equal(expected, ConnectionLimit.Read(setting, openFiles));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("900")]
    public void Setting_ThatCannotBeKept_IsRefusedAtTheStart(string setting)
        => Assert.StartsWith("Limits:MaxConnections is ", Assert.Throws<OptionsValidationException>(() => ConnectionLimit.Read(setting, 1024)).Failures.Single().Replace("'", "", StringComparison.Ordinal), StringComparison.Ordinal);

    private static async Task<TcpClient> OpenAsync(Uri address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        return client;
    }

    private static async Task<string> AskAsync(TcpClient client)
    {
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray());
            var buffer = new byte[4096];
            var said = "";
            while (!IsWhole(said) && await stream.ReadAsync(buffer, Eventually.Deadline()) is > 0 and var read)
                said += Encoding.ASCII.GetString(buffer, 0, read);
            return said;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    private static bool IsWhole(string said)
    {
        var head = said.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var length = Regex.Match(said, @"Content-Length: (\d+)");
        return head >= 0 && length.Success && said.Length >= head + 4 + int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
