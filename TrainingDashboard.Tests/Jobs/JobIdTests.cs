using System.Text.Json;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Jobs;

public sealed class JobIdTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_MadeLater_SortLater()
    {
        var ids = Enumerable.Range(0, 1_000).Select(i => JobId.Create(s_now.AddMilliseconds(i)).ToString()).ToArray();

        Assert.Equal(ids, ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_MadeInTheSameMillisecond_Differ()
        => Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => JobId.Create(s_now)).Distinct().Count());

    [Fact]
    public void Id_ThroughTextAndJson_ComesBackEqual()
    {
        var id = JobId.Create(s_now);

        Assert.True(JobId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
        Assert.Equal(id, JsonSerializer.Deserialize<JobId>(JsonSerializer.Serialize(id)));
        Assert.Matches("^[0-9a-hjkmnp-tv-z]{16}$", id.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("000000000000000")]
    [InlineData("00000000000000000")]
    [InlineData("000000000000000I")]
    [InlineData("000000000000000u")]
    [InlineData("../../../../etc/")]
    [InlineData("00000000000000٠0")]
    public void Text_ThatIsNoId_IsRefused(string? text)
    {
        Assert.False(JobId.TryParse(text, out _));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<JobId>(JsonSerializer.Serialize(text)));
    }
}
