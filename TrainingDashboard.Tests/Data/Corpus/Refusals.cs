using System.Text;
using TrainingDashboard.Training.Data.Choices;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>What is no table, or not enough of one: refused with a sentence that says what was expected.</summary>
internal static class Refusals
{
    public static IEnumerable<CorpusTable> All()
    {
        yield return Of("an empty file", "", "empty");
        yield return Of("white space alone", "\n\n   \n", "holds no row");
        yield return Of("a header and no row", "a,b,kind\n", "at least");
        yield return Of("HTML saved by mistake", "<!DOCTYPE html>\n<html>\n<head><title>Sign in, please</title></head>\n<body>\n<p>one, two</p>\n</body>\n</html>\n", "HTML");
        yield return Of("JSON", "[{\"a\": 1, \"b\": \"x\"},\n {\"a\": 2, \"b\": \"y\"}]\n", "JSON");
        yield return Of("JSON, one object a line", string.Concat(Enumerable.Range(0, 30).Select(i => $"{{\"a\": {i}, \"b\": {i * 2}, \"kind\": \"x\"}}\n")), "JSON");
        yield return Of("XML", "<?xml version=\"1.0\"?>\n<rows>\n<row a=\"1\" b=\"2\"/>\n</rows>\n", "XML");
        yield return Of("zero bytes", "a,b,kind\n1,2\0,x\n" + string.Concat(Enumerable.Repeat("1,2,x\n2,3,y\n", 20)), "0x00");
        yield return Of("an Excel workbook", "PK\u0003\u0004\u0014\0\u0006\0[Content_Types].xml", "workbook") with { FileName = "table.xlsx" };
        yield return Of("a PDF", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "PDF");
        yield return Of("one column of prose", string.Concat(Enumerable.Range(0, 40).Select(i => $"line{i}\n")), "at least two columns");
        yield return Of("the part of a competition without its target", "PassengerId,Pclass,Sex\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i + 892},{i % 3},{(i % 2 == 0 ? "male" : "female")}\n")), "no column 'Survived'") with
        {
            Choices = [new DatasetChoices { Target = "Survived" }],
        };
        yield return Of("a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n", "Git LFS");
        yield return Of("LibSVM", string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "+1" : "-1")} 1:{i % 7}.5 {2 + (i % 3)}:0.{i} 9:1\n")), "LibSVM");
        yield return Of("a target that never changes", "a,b,target\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{i % 5},1\n")), "two different values") with { Choices = [new DatasetChoices { Target = "target" }] };
    }

    private static CorpusTable Of(string name, string text, string refusal) => new(name) { Content = Encoding.UTF8.GetBytes(text), Refusal = refusal };
}
