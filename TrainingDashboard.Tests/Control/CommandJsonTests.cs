using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Control;

public sealed class CommandJsonTests
{
    [Theory]
    [InlineData("""{"action":"pause","arguments":{"batches":1}}""", "arguments")]
    [InlineData("""{"action":"step","arguments":7}""", "arguments")]
    [InlineData("""{"action":"step","arguments":{"batches":0}}""", "arguments.batches")]
    [InlineData("""{"action":"step","arguments":{"batches":1.5}}""", "arguments.batches")]
    [InlineData("""{"action":"step","arguments":{"batches":1,"epochs":1}}""", "arguments.epochs")]
    [InlineData("""{"action":"step","arguments":{"weeks":1}}""", "arguments.weeks")]
    [InlineData("""{"action":"set"}""", "arguments.values")]
    [InlineData("""{"action":"set","arguments":{"values":{}}}""", "arguments.values")]
    [InlineData("""{"action":"set","arguments":{"values":[]}}""", "arguments.values")]
    [InlineData("""{"action":"set","arguments":{"values":{"onNaN":"\ud800"}}}""", "arguments.values.onNaN")]
    [InlineData("""{"action":"set","arguments":{"values":{"a":1},"at":-1}}""", "arguments.at")]
    [InlineData("""{"action":"set","arguments":{"values":{"a":1},"over":0}}""", "arguments.over")]
    [InlineData("""{"action":"breakpoints"}""", "arguments.breakpoints")]
    [InlineData("""{"action":"breakpoints","arguments":{"breakpoints":{}}}""", "arguments.breakpoints")]
    [InlineData("""{"action":"breakpoints","arguments":{"breakpoints":[{"when":"full moon"}]}}""", "arguments.breakpoints[0].when")]
    [InlineData("""{"action":"breakpoints","arguments":{"breakpoints":[{"when":"notFinite"},{"when":"loss"}]}}""", "arguments.breakpoints[1].above")]
    [InlineData("""{"action":"breakpoints","arguments":{"breakpoints":[{"when":"step","step":0}]}}""", "arguments.breakpoints[0].step")]
    [InlineData("""{"action":"breakpoints","arguments":{"breakpoints":[{"when":"noImprovement","epochs":"3"}]}}""", "arguments.breakpoints[0].epochs")]
    [InlineData("""{"action":"rollback","arguments":{"scale":0}}""", "arguments.scale")]
    [InlineData("""{"action":"rollback","arguments":{"steps":1e9}}""", "arguments.steps")]
    [InlineData("""{"action":"jump"}""", "action")]
    [InlineData("""{"action":"step","id":"two words"}""", "id")]
    public void Read_WhatIsWrong_NamesTheField(string json, string field)
    {
        var refused = Assert.Throws<InvalidInputException>(() => Read(json));
        Assert.Equal([field], refused.Errors.Select(e => e.Field));
        Assert.All(refused.Errors, e => Assert.EndsWith(".", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_AllThatIsWrong_IsToldAtOnce()
        => Assert.Equal(
            ["arguments.colour", "arguments.at", "arguments.over"],
            Assert.Throws<InvalidInputException>(() => Read("""{"action":"set","arguments":{"values":{"a":1},"colour":1,"at":"x","over":"y"}}""")).Errors.Select(e => e.Field));

    [Theory]
    [InlineData("""{"batches":10}""", """{"batches":10}""")]
    [InlineData("""{"epochs":2}""", """{"epochs":2}""")]
    [InlineData("null", """{"batches":1}""")]
    public void Step_ReadAndWritten_IsTheSame(string given, string expected)
        => Assert.Equal(expected, CommandJson.ReadArguments(CommandAction.Step, JsonDocument.Parse(given).RootElement)!.ToJson().GetRawText());

    [Fact]
    public void Arguments_OfEveryKind_SurviveBeingWrittenAndReadAgain()
    {
        foreach (var (action, json) in new[]
        {
            (CommandAction.Set, """{"values":{"learningRate":0.005},"at":10,"over":20}"""),
            (CommandAction.Breakpoints, """{"breakpoints":[{"when":"loss","above":3},{"when":"notFinite"},{"when":"noImprovement","epochs":4},{"when":"step","step":9}]}"""),
            (CommandAction.Rollback, """{"steps":7,"scale":0.25}"""),
        })
        {
            var read = CommandJson.ReadArguments(action, JsonDocument.Parse(json).RootElement)!.ToJson();
            Assert.Equal(json, read.GetRawText());
            Assert.Equal(json, CommandJson.ReadArguments(action, read)!.ToJson().GetRawText());
        }
    }

    private static CommandRequest Read(string json) => CommandJson.Read(JsonDocument.Parse(json).RootElement);
}
