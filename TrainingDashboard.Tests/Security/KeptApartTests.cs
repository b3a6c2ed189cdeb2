using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TrainingDashboard.Tests.Api;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Fuzz;
using TrainingDashboard.Tests.Hosting;
using TrainingDashboard.Web.Security;

namespace TrainingDashboard.Tests.Security;

/// <summary>Who else is on the machine, and what a client sends, gets at nothing that is not meant for it.</summary>
public sealed class KeptApartTests
{
    private static readonly string[] s_headers = ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"];

    [Theory]
    [InlineData("{")]
    [InlineData("<key")]
    [InlineData("<other/>")]
    [InlineData("<key id=\"80732141-ec8f-4b80-af9c-c4d2d1ff8901\" version=\"1\"><creationDate>then</creationDate></key>")]
    public async Task KeyFile_ThatIsBroken_IsSetAsideAndMadeAnewAndSaid(string content)
    {
        using var folder = new TemporaryFolder();
        await using (var server = await DashboardServer.StartAsync(folder, []))
            _ = server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("a test").Protect("x");
        var file = Assert.Single(Directory.GetFiles(folder.Of("keys"), "*.xml"));
        await File.WriteAllTextAsync(file, content);

        using var log = new ErrorLog(LogLevel.Warning);
        await using var again = await DashboardServer.StartAsync(folder, ["--Logging:LogLevel:Default", "Warning"], log);

        Assert.Equal("x", Protected(again));
        Assert.Equal(HttpStatusCode.OK, (await again.Http.GetAsync("/jobs/new")).StatusCode);
        Assert.Equal(content, await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder.Of("keys"), "*.broken-*"))));
        Assert.Contains(log.Errors, said => said.Contains($"The key file {Path.GetFileName(file)} is broken", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Errors, said => said.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task KeyFile_ThatIsEmpty_IsSetAsideWithWhatIsNoPlainFileAndSaid()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await DashboardServer.StartAsync(folder, []))
            _ = Protected(server);
        var file = Assert.Single(Directory.GetFiles(folder.Of("keys"), "*.xml"));
        await File.WriteAllTextAsync(file, "");

        using var log = new ErrorLog(LogLevel.Warning);
        await using var again = await DashboardServer.StartAsync(folder, ["--Logging:LogLevel:Default", "Warning"], log);

        Assert.Equal("x", Protected(again));
        Assert.Single(Directory.GetFiles(folder.Of("orphans"), $"*{Path.GetFileName(file)}"));
        Assert.Contains(log.Errors, said => said.Contains(Path.GetFileName(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task KeyFile_ThatIsSound_StaysAndOpensWhatWasProtectedBefore()
    {
        using var folder = new TemporaryFolder();
        string kept;
        await using (var server = await DashboardServer.StartAsync(folder, []))
            kept = server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("a test").Protect("x");

        await using var again = await DashboardServer.StartAsync(folder, []);

        Assert.Equal("x", again.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("a test").Unprotect(kept));
    }

    [Fact]
    public async Task StorageFolder_WhoeverMadeIt_IsReadableForItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupRead);

        await using var server = await DashboardServer.StartAsync(folder, []);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
    }

    [Fact]
    public async Task DataDirectory_AroundTheStorageFolder_OffersNeitherThatNorKeysNorHiddenFiles()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Of("storage/keys"));
        Directory.CreateDirectory(folder.Of(".ssh"));
        foreach (var file in new[] { "flowers.csv", ".hidden.csv", ".ssh/notes.txt", "server.key", "id_rsa.txt", "storage/notes.txt" })
            await File.WriteAllTextAsync(folder.Of(file), "a,b\n1,x\n2,y\n");
        File.CreateSymbolicLink(folder.Of("link.csv"), folder.Of("storage/notes.txt"));
        await using var server = await DashboardServer.StartAsync(null, ["--Storage:Path", folder.Of("storage"), "--Datasets:DataDirectory", folder.Path]);
        _ = server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("a test").Protect("x");
        var key = Path.GetRelativePath(folder.Path, Directory.GetFiles(folder.Of("storage/keys"), "*.xml")[0]);

        var offered = await server.Http.GetJsonAsync("/api/datasets/files");
        Assert.Equal(["flowers.csv"], offered.EnumerateArray().Select(entry => entry.Text("path")));
        foreach (var path in new[] { ".hidden.csv", ".ssh/notes.txt", "server.key", "id_rsa.txt", "storage/notes.txt", "storage/dashboard.db", "link.csv", key, "storage", "./storage/notes.txt" })
        {
            foreach (var route in new[] { "/api/datasets/register", "/api/datasets/profile" })
            {
                var title = route.EndsWith("register", StringComparison.Ordinal) ? "\"title\":\"t\"," : "";
                var refused = await server.Http.PostJsonAsync(route, $$$"""{{{{title}}}"path":"{{{path}}}","choices":{"kind":"text"}}""", HttpStatusCode.BadRequest);
                Assert.Equal(["path"], refused.Fields());
                Assert.StartsWith("Expected ", refused.GetProperty("errors").GetProperty("path")[0].GetString(), StringComparison.Ordinal);
            }
        }

        Assert.Equal("flowers.csv", Path.GetFileName((await server.Http.GetJsonAsync("/api/datasets/files"))[0].Text("path")));
    }

    [Theory]
    [InlineData("GET", "/api/jobs", 200)]
    [InlineData("GET", "/api/jobs/none", 404)]
    [InlineData("GET", "/api/jobs?colour=red", 400)]
    [InlineData("POST", "/api/jobs", 400, "Content-Type", "application/json")]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/nowhere", 404, "Accept", "text/html")]
    [InlineData("PATCH", "/api/jobs", 405)]
    [InlineData("GET", "/api/jobs", 400, "Host", "evil.example")]
    [InlineData("GET", "/api/jobs", 403, "Origin", "https://evil.example")]
    [InlineData("POST", "/api/jobs", 403, "Sec-Fetch-Site", "cross-site")]
    public async Task Answer_OfAnyKind_CarriesTheSecurityHeaders(string method, string path, int status, string? header = null, string? value = null)
    {
        await using var server = await DashboardServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (header == "Content-Type")
            request.Content = new StringContent("{", System.Text.Encoding.UTF8, value!);
        else if (header == "Host")
            request.Headers.Host = value;
        else if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await server.Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.All(s_headers, name => Assert.Single(answer.Headers.GetValues(name)));
    }

    [Theory]
    [InlineData("POST", "/api/jobs", "cross-site", 403)]
    [InlineData("DELETE", "/api/jobs/none", "cross-site", 403)]
    [InlineData("POST", "/hubs/training/negotiate?negotiateVersion=1", "Cross-Site", 403)]
    [InlineData("GET", "/api/jobs", "cross-site", 200)]
    [InlineData("POST", "/hubs/training/negotiate?negotiateVersion=1", "same-origin", 200)]
    [InlineData("POST", "/hubs/training/negotiate?negotiateVersion=1", "none", 200)]
    public async Task Request_ThatABrowserSendsForAnotherSite_ChangesNothingAlsoWithoutAnOrigin(string method, string path, string site, int status)
    {
        await using var server = await DashboardServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);

        using var answer = await server.Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("localhost", "http://127.0.0.1:5080", 0)]
    [InlineData("localhost", "http://[::1]:5080", 0)]
    [InlineData("localhost", "http://localhost:5080", 0)]
    [InlineData("localhost;*", "http://127.0.0.1:5080", 1)]
    [InlineData("*", "http://127.0.0.1:5080", 1)]
    [InlineData(null, "http://127.0.0.1:5080", 1)]
    [InlineData("localhost", "http://0.0.0.0:5080", 1)]
    [InlineData("localhost", "http://[::]:5080", 1)]
    [InlineData("localhost", "https://lab.example", 1)]
    [InlineData("*", "http://192.168.1.7:80", 2)]
    public void Exposure_ToMoreThanThisMachine_IsSaid(string? allowedHosts, string address, int sentences)
        => Assert.Equal(sentences, Exposure.Of(allowedHosts, [address]).Count());

    [Fact]
    public async Task Start_ThatLetsInEveryName_SaysSo()
    {
        using var log = new ErrorLog(LogLevel.Warning);
        await using var server = await DashboardServer.StartAsync(null, ["--AllowedHosts", "*", "--Logging:LogLevel:Default", "Warning"], log);

        Assert.Contains(log.Errors, said => said.Contains("AllowedHosts lets in every name", StringComparison.Ordinal));
    }

    [Fact]
    public void Log_OfWhatAClientSent_HoldsNoControlCharacters()
    {
        var inner = new Capturing();
        using var log = new PlainLog(inner);
        var logger = log.CreateLogger("a test");

        logger.Log(LogLevel.Warning, default, "a\r\nfatal: forged\u001b[2J\u0085\u2028\tb", new InvalidOperationException("c\u0007\nd"), static (s, _) => s);
        logger.Log(LogLevel.Warning, default, "plain", new InvalidOperationException("e"), static (s, _) => s);

        Assert.StartsWith("a\\r\\nfatal: forged\\u001b[2J\\u0085\\u2028\tb", inner.Said[0].Text, StringComparison.Ordinal);
        Assert.Contains("c\\u0007\nd", inner.Said[0].Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(("plain", "e"), (inner.Said[1].Text, inner.Said[1].Exception?.Message));
    }

    private static string Protected(DashboardServer server)
    {
        var protector = server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("a test");
        return protector.Unprotect(protector.Protect("x"));
    }

    private sealed class Capturing : ILoggerProvider, ILogger
    {
        public List<(string Text, Exception? Exception)> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Said.Add((formatter(state, exception), exception));

        public void Dispose()
        {
        }
    }
}
