using System.Text;
using TrainingDashboard.Training.Data.Text;

namespace TrainingDashboard.Tests.Trainers.Torch;

internal static class Texts
{
    /// <summary>What a small transformer learns at once.</summary>
    public static TextDataset Rhyme(int times = 60)
        => Of(string.Concat(Enumerable.Repeat("one two buckle my shoe\nthree four knock at the door\n", times)));

    public static TextDataset Of(string text) => TextFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.txt");
}
