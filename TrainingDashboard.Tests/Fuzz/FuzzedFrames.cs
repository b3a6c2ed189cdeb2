using System.Text;

namespace TrainingDashboard.Tests.Fuzz;

/// <summary>What a client may write to the hub over a WebSocket: near the JSON protocol, and far from it.</summary>
internal static class FuzzedFrames
{
    public const string Handshake = "{\"protocol\":\"json\",\"version\":1}\u001e";

    private static readonly string[] s_handshakes = [Handshake, Handshake, Handshake, "{\"protocol\":\"messagepack\",\"version\":1}\u001e", "{}\u001e", "\u001e", "[]\u001e", "{\"protocol\":7}\u001e"];
    private static readonly string[] s_methods = ["Start", "List", "Watch", "WatchJobs", "Series", "Resume", "Ping", "Nothing", "ToString", "OnConnectedAsync", "Dispose"];
    private static readonly string[] s_arguments = ["", "null", "5", "-1", "1e99", "\"\"", "\"x\"", "{}", "[]", "{\"epochs\":0}", "{\"hyperparameters\":{\"a\":1}}", "\"\\ud800\"", "9223372036854775808", "true", "NaN", "1.5"];

    public static string FirstFrame(Chance chance) => chance.OneIn(6) ? chance.Mutate(chance.Of(s_handshakes)) : chance.Of(s_handshakes);

    /// <summary>The next message, with its record separator unless that is what was mutated away.</summary>
    public static string Next(Chance chance, string job)
    {
        var arguments = string.Join(',', Enumerable.Range(0, chance.Next(4)).Select(_ => chance.OneIn(3) ? $"\"{job}\"" : chance.Of(s_arguments)));
        var message = chance.Next(8) switch
        {
            0 => "{\"type\":6}",
            1 => $"{{\"type\":5,\"invocationId\":\"{chance.Next(5)}\"}}",
            2 => $"{{\"type\":{chance.Next(12) - 2},\"invocationId\":\"{chance.Next(5)}\",\"item\":{chance.Of(s_arguments)}}}",
            3 => $"{{\"type\":4,\"invocationId\":\"{chance.Next(1_000)}\",\"target\":\"Watch\",\"arguments\":[\"{job}\",{chance.Of(s_arguments)}]}}",
            _ => $"{{\"type\":{(chance.OneIn(3) ? 4 : 1)},\"invocationId\":\"{chance.Next(1_000)}\",\"target\":\"{chance.Of(s_methods)}\",\"arguments\":[{arguments}]}}",
        };
        message = chance.OneIn(2) ? chance.Mutate(message) : message;
        if (chance.OneIn(150))
            message = $$"""{"type":1,"target":"{{new string('t', 1 << 20)}}","arguments":[]}""";
        return chance.OneIn(12) ? message : message + "\u001e";
    }

    public static byte[] Bytes(Chance chance, string text) => chance.OneIn(15) ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);
}
