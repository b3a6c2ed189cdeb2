using System.Text;

namespace TrainingDashboard.Tests.Fuzz;

/// <summary>Requests near the ones that routes take.</summary>
internal static class FuzzedRequests
{
    private static readonly string[] s_methods = ["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "PATCH"];

    private static readonly string[] s_routes =
    [
        "GET /training", "POST /training/start", "GET /training/{id}", "GET /training/{id}/status", "POST /training/{id}/resume", "GET /training/{id}/{x}",
        "GET /api/jobs", "POST /api/jobs", "GET /api/jobs/{id}", "GET /api/jobs/{id}/events", "POST /api/jobs/{id}/commands", "POST /api/jobs/{id}/commands",
        "GET /api/trainers", "GET /api/datasets", "POST /api/datasets", "POST /api/datasets", "GET /api/datasets/{x}", "GET /api/datasets/{x}/preview", "DELETE /api/datasets/{x}",
        "GET /api/datasets/files", "POST /api/datasets/register", "GET /openapi/v1.json", "GET /healthz", "GET /hubs/training", "POST /hubs/training", "POST /hubs/training/negotiate",
        "DELETE /hubs/training", "GET /{x}", "GET /_framework/{x}",
    ];

    private static readonly string[] s_queries = ["", "", "limit=10", "before=3", "after=5&limit=100", "status=running", "search=%231&trainer=mlp", "negotiateVersion=1", "id=abc"];

    private static readonly string[] s_bodies =
    [
        """{"name":"n","trainer":"mlp","dataset":"spirals","epochs":3,"seed":1,"hyperparameters":{"learningRate":0.01,"hiddenLayers":[8,8],"optimizer":"adam"}}""",
        """{"action":"resume","id":"abc"}""",
        """{"title":"t","path":"a.csv"}""",
        """{"trainer":"none","epochs":0,"hyperparameters":{"batchSize":32}}""",
        "[1,2,3]",
    ];

    private static readonly string[] s_headers = ["Last-Event-ID", "Origin", "Accept", "If-None-Match", "X-Requested-With", "Range", "Expect-CT", "Accept-Encoding", "Cookie", "X-HTTP-Method-Override"];

    private static readonly string[] s_values = ["5", "-1", "99999999999999999999", "*/*", "text/html", "text/event-stream", "application/json;q=x", "bytes=0-", "null", "a=b;", ",,,", "\"\"", "é"];

    /// <summary>The next request. Jobs that it may start are refused for a field or a trainer, or are the tiny ones of the test's.</summary>
    public static HttpRequestMessage Next(Chance chance, string job)
    {
        var route = chance.Of(s_routes).Split(' ');
        var path = route[1].Replace("{id}", chance.OneIn(3) ? Segment(chance) : job, StringComparison.Ordinal).Replace("{x}", Segment(chance), StringComparison.Ordinal);
        var query = chance.OneIn(2) ? "" : chance.Of(s_queries);
        query = chance.OneIn(2) ? query : Uri.EscapeDataString(Lone(chance.Mutate(query))).Replace("%3D", "=", StringComparison.Ordinal).Replace("%26", "&", StringComparison.Ordinal);
        var method = chance.OneIn(10) && !path.StartsWith("/training/", StringComparison.Ordinal) ? chance.Of(s_methods) : route[0];
        var request = new HttpRequestMessage(new HttpMethod(method), path + (query.Length > 0 ? "?" + query : ""));
        for (var headers = chance.Next(3); headers > 0; headers--)
        {
            var name = chance.Of(s_headers);
            if (name != "Origin" || chance.OneIn(4))
                request.Headers.TryAddWithoutValidation(name, chance.Of(s_values));
        }

        var form = path == "/api/datasets" && !chance.OneIn(4);
        if (request.Method.Method is "POST" or "PUT" or "PATCH" or "DELETE" && !chance.OneIn(8))
            request.Content = form ? Form(chance) : Body(chance);
        return request;
    }

    /// <summary>The request in words, to be sent again by hand.</summary>
    public static async Task<string> DescribeAsync(HttpRequestMessage request)
        => $"{request}\n{(request.Content is null ? "" : await request.Content.ReadAsStringAsync())}";

    private static string Segment(Chance chance) => Uri.EscapeDataString(Lone(chance.Nasty())) is { Length: < 4_000 } s && s.Length > 0 ? s : "x";

    // What cannot be written in UTF-8 cannot be sent in an address.
    private static string Lone(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static ByteArrayContent Body(Chance chance)
    {
        if (chance.OneIn(20))
            return Form(chance);
        var text = chance.Mutate(chance.Of(s_bodies));
        if (chance.OneIn(100))
            text = $$"""{"name":"{{new string('n', 1 << 20)}}"}""";
        if (chance.OneIn(40))
            text = "{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"f{i}\":{i}")) + "}";
        var content = new ByteArrayContent(chance.OneIn(10) ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text));
        if (!chance.OneIn(6))
            content.Headers.TryAddWithoutValidation("Content-Type", chance.OneIn(8) ? chance.Of(new[] { "text/plain", "application/json;charset=\u00e9", "multipart/form-data", ";", "application/x-www-form-urlencoded" }) : "application/json");
        return content;
    }

    private static ByteArrayContent Form(Chance chance)
    {
        const string Table = "a,b,kind\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n5,6,x\n";
        var form = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nt\r\n--b\r\nContent-Disposition: form-data; name=\"table\"; filename=\"f.csv\"\r\nContent-Type: text/csv\r\n\r\n"
            + Table + "\r\n--b--\r\n";
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(chance.Mutate(chance.Mutate(form))));
        content.Headers.TryAddWithoutValidation("Content-Type", chance.OneIn(8) ? "multipart/form-data; boundary=" + chance.Of(new[] { "", "\"\"", "c", new string('b', 200) }) : "multipart/form-data; boundary=b");
        return content;
    }
}
