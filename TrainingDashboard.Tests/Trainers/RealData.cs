using TrainingDashboard.Tests.Data;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Images.Idx;
using TrainingDashboard.Training.Data.Tables.Csv;

namespace TrainingDashboard.Tests.Trainers;

/// <summary>Real data through the product's own readers.</summary>
internal static class RealData
{
    public static Dataset Table(string name) => CsvTable.Read(() => File.OpenRead(SharedData.PathOf(name)), name);

    public static Dataset Mnist()
    {
        using var images = File.OpenRead(SharedData.PathOf("mnist/t10k-images-idx3-ubyte.gz"));
        using var labels = File.OpenRead(SharedData.PathOf("mnist/t10k-labels-idx1-ubyte.gz"));
        return IdxImages.Read(images, "images", labels, "labels");
    }
}
