using Bunit;
using Microsoft.AspNetCore.Components;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Web.Components.NewJob;

namespace TrainingDashboard.Tests.Components;

public sealed class DatasetChoiceTests : BunitContext
{
    private static readonly TrainerDescription s_trainer = new("t", "T", "Learns.", [DatasetKind.Table], DefaultEpochs: 1, []);
    private readonly NewJobForm _form = new(s_trainer) { Dataset = "data-3" };

    [Fact]
    public void Few_AreCards()
    {
        var choice = Show(8);

        Assert.Equal(8, choice.FindAll(".choice-card input").Count);
        Assert.Empty(choice.FindAll("[type=search]"));
        Assert.Equal("data-3", choice.Find("input[checked]").GetAttribute("value"));
    }

    [Fact]
    public void Many_AreAListWithASearch_AndTheChosenOneStaysVisible()
    {
        var choice = Show(500);
        Assert.Equal(100, choice.FindAll(".picker-row").Count);
        // Those that the trainer takes come first.
        Assert.DoesNotContain(choice.FindAll(".picker-row input"), input => input.HasAttribute("disabled"));

        choice.Find("[type=search]").Input("no. 499 TITLE");
        Assert.Equal("data-499", Assert.Single(choice.FindAll(".picker-row input")).GetAttribute("value"));
        Assert.Contains("Chosen: Title no. 3", choice.Find(".picker-chosen").TextContent, StringComparison.Ordinal);
        Assert.Equal("data-3", choice.Find("[name=chosen-dataset]").GetAttribute("value"));
        // Enter looks; it does not start.
        Assert.Equal("none", choice.Find("[type=search]").GetAttribute("form"));

        choice.Find("[type=search]").Input("images");
        Assert.All(choice.FindAll(".picker-row input"), input => Assert.True(input.HasAttribute("disabled")));
        choice.Find("[type=search]").Input("nothing like it");
        Assert.Contains("No datasets match.", choice.Find(".picker-note").TextContent, StringComparison.Ordinal);
        choice.Find(".picker-note button").Click();
        choice.Find(".picker-note button").Click();
        Assert.Equal(500, choice.FindAll(".picker-row").Count);
    }

    [Fact]
    public void Choosing_OfMany_IsTold()
    {
        var chosen = "";
        var choice = Show(500, dataset => chosen = dataset.Name);

        choice.Find("input[value=data-7]").Change("data-7");

        Assert.Equal("data-7", chosen);
    }

    [Fact]
    public void Title_OfAnyScript_IsTextAndWholeInItsTitle()
    {
        const string Title = "<b>ملف</b> " + "\u202Eabc";
        var choice = Render<DatasetChoice>(p => p.Add(c => c.Form, _form).Add(c => c.Datasets, [Make(1) with { Title = Title }]));

        Assert.Equal(Title, choice.Find("strong").TextContent);
        Assert.Equal((Title, "auto"), (choice.Find("strong").GetAttribute("title"), choice.Find("strong").GetAttribute("dir")));
    }

    private IRenderedComponent<DatasetChoice> Show(int count, Action<DatasetInfo>? chosen = null)
        => Render<DatasetChoice>(p => p.Add(c => c.Form, _form).Add(c => c.Datasets, [.. Enumerable.Range(0, count).Select(Make)])
            .Add(c => c.Chosen, EventCallback.Factory.Create(this, chosen ?? (_ => { }))));

    private static DatasetInfo Make(int i) => new()
    {
        Name = $"data-{i}", Title = $"Title no. {i}", Kind = i % 5 == 4 && i != 499 ? DatasetKind.Images : DatasetKind.Table, Origin = DatasetOrigin.Uploaded,
        Format = "csv", Samples = 10, Classes = 2, Shape = new SampleShape(1, 1, 2),
    };
}
