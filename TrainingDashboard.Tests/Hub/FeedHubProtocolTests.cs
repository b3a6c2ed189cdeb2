using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Feed.Events;
using TrainingDashboard.Web.Hub;

namespace TrainingDashboard.Tests.Hub;

/// <summary>What goes over the wire is what SignalR's own JSON protocol would write.</summary>
public sealed class FeedHubProtocolTests
{
    private static readonly IOptions<JsonHubProtocolOptions> s_options = MakeOptions();

    [Theory]
    [InlineData("0", 1)]
    [InlineData("17", 3)]
    [InlineData("a\"b\\\u2028", 1)]
    [InlineData("an-id-that-is-much-longer-than-any-client-would-ever-make-it", 2)]
    public void StreamItem_Events_IsTheJsonThatSignalRMakes(string id, int frames)
    {
        var delivery = new Delivery { Frames = [.. Enumerable.Range(0, frames).Select(i => Lines(1 + (2 * i)))] };
        AreSame(new StreamItemMessage(id, delivery));
    }

    [Fact]
    public void OtherMessages_AreLeftToSignalR()
    {
        AreSame(new StreamItemMessage("1", 5));
        AreSame(new StreamItemMessage("1", null));
        AreSame(CompletionMessage.WithError("1", "No."));
        AreSame(PingMessage.Instance);
    }

    private static Frame Lines(long first)
        => new([new LogEvent(0, LogLevel.Information, "„one“ \u001e") { Seq = first }, new LogEvent(0, LogLevel.Warning, "two") { Seq = first + 1 }]);

    private static void AreSame(HubMessage message)
    {
        var own = Encoding.UTF8.GetString(new FeedHubProtocol(s_options).GetMessageBytes(message).Span);
        var theirs = Encoding.UTF8.GetString(new JsonHubProtocol(s_options).GetMessageBytes(message).Span);
        Assert.Equal('\u001e', own[^1]);
        Assert.DoesNotContain('\u001e', own[..^1]);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(theirs[..^1]), JsonElement.Parse(own[..^1])), own);
    }

    private static IOptions<JsonHubProtocolOptions> MakeOptions()
    {
        var options = new JsonHubProtocolOptions();
        FeedJson.Apply(options.PayloadSerializerOptions);
        return Options.Create(options);
    }
}
