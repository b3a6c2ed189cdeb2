using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TrainingDashboard.Tests.Data;
using TrainingDashboard.Tests.Hosting;

namespace TrainingDashboard.Tests.Api.Streams;

/// <summary>The system's nginx before a dashboard, on a free port and with a folder of its own.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private Nginx(TemporaryFolder folder, Process process, Uri address)
    {
        _folder = folder;
        _process = process;
        Address = address;
    }

    /// <summary>Where the program is, or null.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Append("/usr/sbin").Select(folder => System.IO.Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <param name="upstream">The dashboard.</param>
    /// <param name="settings">Further lines of the location.</param>
    public static async Task<Nginx> StartAsync(Uri upstream, string settings)
    {
        var folder = new TemporaryFolder();
        var port = FreePort();
        var config = System.IO.Path.Combine(folder.Path, "nginx.conf");
        var temporary = string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"{kind}_temp_path {folder.Path}/{kind};\n"));
        await File.WriteAllTextAsync(config, $$"""
            daemon off; master_process off; pid {{folder.Path}}/pid; error_log stderr;
            events {}
            http {
                access_log off;
                {{temporary}}
                map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
                server {
                    listen 127.0.0.1:{{port}};
                    location / {
                        proxy_pass http://{{upstream.Authority}};
                        proxy_http_version 1.1;
                        proxy_set_header Host $http_host;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection $connection_upgrade;
                        {{settings}}
                    }
                }
            }
            """);
        var nginx = new Nginx(folder, Process.Start(Path!, ["-p", folder.Path, "-c", config, "-e", "stderr"]), new Uri($"http://127.0.0.1:{port}"));
        await Eventually.IsAsync(() => IsListeningAsync(port), "nginx listens");
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Eventually.Deadline());
        _process.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> IsListeningAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
