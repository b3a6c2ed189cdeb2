using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Small files that were refused once, or became something else, kept beside the shared data.</summary>
public sealed class AwkwardFileTests : CatalogFixture
{
    [SharedDataFact]
    public async Task AwkwardFiles_AfterTheFirstOffersOfTwoProblems_AreReady()
    {
        foreach (var path in Directory.GetFiles(SharedData.PathOf("awkward")).Order(StringComparer.Ordinal))
        {
            using var draft = Catalog.Receive();
            await draft.ReceiveAsync(Upload(await File.ReadAllBytesAsync(path), Path.GetFileName(path)), null, default);
            var choices = DatasetChoices.None;
            var profile = await draft.ExamineAsync(choices, default);
            for (var more = 2; more > 0 && profile.Problem is { Offers: [var offer, ..] }; more--)
                profile = await draft.ExamineAsync(choices = offer.Choices.Over(choices), default);
            Assert.True(profile.IsReady, $"{Path.GetFileName(path)}: {profile.Problem?.Message}");
            var left = profile.Table!.Columns.Where(column => column.Type is Training.Data.Tables.ColumnType.Ignored or Training.Data.Tables.ColumnType.Text && !column.IsChosen);
            Assert.All(left, column => Assert.Contains(profile.Findings, finding => finding.Column == column.Name));
        }
    }
}
