using TrainingDashboard.Training.Trainers;
using TrainingDashboard.Training.Trainers.Cnn;
using TrainingDashboard.Training.Trainers.Mlp;

namespace TrainingDashboard.Tests.Trainers;

public sealed class TrainerCatalogTests
{
    [Fact]
    public void Catalog_OfBuiltInTrainers_FindsThemByName()
    {
        var catalog = new TrainerCatalog(BuiltInTrainers.All);
        Assert.IsType<MlpTrainer>(catalog.Find("mlp"));
        Assert.IsType<CnnTrainer>(catalog.Find("cnn"));
        Assert.IsType<MlpTrainer>(catalog.Find("MLP"));
        Assert.Null(catalog.Find("mlp2"));
        Assert.IsType<MlpTrainer>(catalog.Default);
        Assert.Equal(
            BuiltInTrainers.HasTorch ? ["mlp", "cnn", "torch-mlp", "torch-cnn", "torch-gpt"] : ["mlp", "cnn"],
            catalog.All.Select(t => t.Description.Name));
    }

    [Fact]
    public void Catalog_WithTwoOfOneName_IsRefused()
        => Assert.Throws<ArgumentException>(() => new TrainerCatalog([new MlpTrainer(), new MlpTrainer()]));

    [Fact]
    public void Default_WithoutMlp_IsTheFirst()
        => Assert.IsType<CnnTrainer>(new TrainerCatalog([new CnnTrainer()]).Default);
}
