using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Plugins;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Plugins;

/// <summary>What a trainer says of itself is checked whole before anything is made from it.</summary>
public sealed class DescriptionCheckTests
{
    private static readonly TrainerDescription s_sound = new("mine", "Mine", "Learns.", [DatasetKind.Table], 1, []);

    public static TheoryData<string, TrainerDescription?> Faulty => new()
    {
        { "Its Description is null.", null },
        { "Its name must be 1 to 40 lower-case letters, digits and dashes, not null.", s_sound with { Name = null! } },
        { "Its name must be 1 to 40 lower-case letters, digits and dashes, not 'Mine'.", s_sound with { Name = "Mine" } },
        { "Its name must be", s_sound with { Name = "mine\n" } },
        { "Its Title is null.", s_sound with { Title = null! } },
        { "Its Title is empty.", s_sound with { Title = " " } },
        { "Its Summary is null.", s_sound with { Summary = null! } },
        { "Its Summary has 10000000 characters; at most 1000 are allowed.", s_sound with { Summary = new string('x', 10_000_000) } },
        { "Its Summary holds a control character, or half of a surrogate pair.", s_sound with { Summary = "a\u001b[31m" } },
        { "Its Summary holds a control character, or half of a surrogate pair.", s_sound with { Summary = "a\ud800" } },
        { "Its DefaultEpochs must be from 1 to 1000000, not 0.", s_sound with { DefaultEpochs = 0 } },
        { "Its DefaultEpochs must be from 1 to 1000000, not 2000000000.", s_sound with { DefaultEpochs = 2_000_000_000 } },
        { "It accepts no kind of dataset", s_sound with { Accepts = null! } },
        { "It accepts no kind of dataset", s_sound with { Accepts = [] } },
        { "Its Accepts holds what is no DatasetKind.", s_sound with { Accepts = [(DatasetKind)77] } },
        { "Its Hyperparameters are null", s_sound with { Hyperparameters = null! } },
        { "It has 101 hyperparameters", With([.. Enumerable.Range(0, 101).Select(i => new ToggleHyperparameter($"t{i}", "T", "", true))]) },
        { "Its hyperparameter 2 is null.", With(new ToggleHyperparameter("a", "A", "", true), null!) },
        { "Its hyperparameter 1 must be named by", With(new ToggleHyperparameter(null!, "A", "", true)) },
        { "Its hyperparameter 1 must be named by", With(new ToggleHyperparameter("two words", "A", "", true)) },
        { "It has two hyperparameters named 'a'.", With(new ToggleHyperparameter("a", "A", "", true), new ToggleHyperparameter("a", "A", "", true)) },
        { "Its hyperparameter a: Its Label is null.", With(new ToggleHyperparameter("a", null!, "", true)) },
        { "Its hyperparameter a: Its Help is null.", With(new ToggleHyperparameter("a", "A", null!, true)) },
        { "Its hyperparameter a: Its Group is null.", With(new ToggleHyperparameter("a", "A", "", true) { Group = null! }) },
        { "Its hyperparameter a: Its Editable is no Editable.", With(new ToggleHyperparameter("a", "A", "", true) { Editable = (Editable)9 }) },
        { "Its hyperparameter a: Its Default 11 is not from 0 to 10.", With(new RealHyperparameter("a", "A", "", 11, 0, 10)) },
        { "Its hyperparameter a: Its Default NaN is not from 0 to 10.", With(new RealHyperparameter("a", "A", "", double.NaN, 0, 10)) },
        { "Its hyperparameter a: Expected finite numbers", With(new RealHyperparameter("a", "A", "", 1, 0, double.PositiveInfinity)) },
        { "Its hyperparameter a: Expected finite numbers", With(new RealHyperparameter("a", "A", "", 1, 2, 0)) },
        { "Its hyperparameter a: Its Default 0 is not from 1 to 10.", With(new IntegerHyperparameter("a", "A", "", 0, 1, 10)) },
        { "Its hyperparameter a: Its Minimum 10 is above its Maximum 1.", With(new IntegerHyperparameter("a", "A", "", 5, 10, 1)) },
        { "Its hyperparameter a: Expected 1 to 200 Choices, got null.", With(new ChoiceHyperparameter("a", "A", "", "x", null!)) },
        { "Its hyperparameter a: Its Choices is null.", With(new ChoiceHyperparameter("a", "A", "", "x", ["x", null!])) },
        { "Its hyperparameter a: Its Default 'y' is none of its Choices.", With(new ChoiceHyperparameter("a", "A", "", "y", ["x"])) },
        { "Its hyperparameter a: Its Default null is none of its Choices.", With(new ChoiceHyperparameter("a", "A", "", null!, ["x"])) },
        { "Its hyperparameter a: One of its Choices is there twice.", With(new ChoiceHyperparameter("a", "A", "", "x", ["x", "x"])) },
        { "Its hyperparameter a: Its Default must be a list of at most 2 numbers.", With(new IntegersHyperparameter("a", "A", "", null!, 1, 9, 2)) },
        { "Its hyperparameter a: Its Default must be a list of at most 2 numbers.", With(new IntegersHyperparameter("a", "A", "", [1, 2, 3], 1, 9, 2)) },
        { "Its hyperparameter a: Its Default holds a number that is not from 1 to 9.", With(new IntegersHyperparameter("a", "A", "", [10], 1, 9, 2)) },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Description_ThatCannotBeUsed_IsRefusedWithASentence(string sentence, TrainerDescription? description)
        => Assert.StartsWith(sentence, DescriptionCheck.FaultOf(description), StringComparison.Ordinal);

    [Fact]
    public void Description_OfEveryBuiltInTrainer_IsSound()
        => Assert.All([s_sound, .. BuiltInTrainers.All.Select(trainer => trainer.Description)], description => Assert.Null(DescriptionCheck.FaultOf(description)));

    private static TrainerDescription With(params Hyperparameter[] hyperparameters) => s_sound with { Hyperparameters = hyperparameters };
}
