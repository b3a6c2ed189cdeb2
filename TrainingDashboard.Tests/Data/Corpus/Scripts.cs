using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Tables;
using static TrainingDashboard.Tests.Data.Corpus.CorpusColumn;

namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Names and words in any script.</summary>
internal static class Scripts
{
    public static IEnumerable<CorpusTable> All()
    {
        var d = new Draws(80, 100);
        yield return new("words with accents, composed and decomposed")
        {
            Columns = [Number("n", d.Whole(1, 90)), Category("café", d.Words("élan", "zoë", "noël")).Headed("cafe\u0301").Write((cell, i) => i % 2 == 0 ? cell : cell.Replace("é", "e\u0301").Replace("ë", "e\u0308")), Category("genre", d.Words("été", "hiver")).Write((cell, i) => i % 5 == 1 ? cell.Replace("é", "e\u0301") : cell)],
            Target = "genre",
            Told = [("unicode", "café"), ("unicode", "genre")],
        };
        yield return new("emoji")
        {
            Columns = [Number("🔥", d.Whole(1, 90)), Category("mood", d.Words("😀", "😢", "👩‍👩‍👧")), Category("👍", d.Words("yes 👍", "no 👎"))],
            Target = "👍",
        };
        yield return new("Hebrew and Arabic")
        {
            Columns = [Number("גיל", d.Whole(18, 90)), Category("עיר", d.Words("חיפה", "ירושלים", "אילת")), Category("النوع", d.Words("ذكر", "أنثى"))],
            Target = "النوع",
        };
        yield return new("Chinese, full-width commas in cells")
        {
            Columns = [Category("城市", d.Words("北京，东", "上海", "广州")), Number("温度", d.Numbers(-5, 38)), Category("天气", d.Words("晴", "雨"))],
            Target = "天气",
        };
        yield return new("Cyrillic in semicolons, decimal commas")
        {
            Columns = [Category("пол", d.Words("м", "ж")), Number("рост", d.Numbers(150, 200)).Write(ClassicMeasurements.Comma), Category("класс", d.Words("да", "нет"))],
            Dialect = new() { Delimiter = ";" },
            Target = "класс",
            Told = [("decimal", null)],
        };
        yield return new("Latin-1 without any mark")
        {
            Columns = [Category("prénom", d.Words("Zoé", "Noël", "Anaïs")), Number("taille", d.Numbers(150, 200)), Category("réponse", d.Words("oui", "non"))],
            Dialect = new() { Encoding = System.Text.Encoding.Latin1 },
            Target = "réponse",
            Told = [("encoding", null)],
        };
        yield return new("UTF-16, big endian, without a mark")
        {
            Columns = [Category("name", d.Words("one", "two", "three")), Number("n", d.Numbers(150, 200)), Category("kind", d.Words("x", "y"))],
            Dialect = new() { Encoding = new System.Text.UnicodeEncoding(bigEndian: true, byteOrderMark: false) },
            Target = "kind",
        };
        yield return new("names that differ in case and in spaces only")
        {
            Columns = [Number("Size", d.Whole(1, 90)), Number("size", d.Whole(1, 90)), Number("SIZE (2)", d.Whole(1, 90)).Headed(" SIZE (2) "), Category("kind", d.Words("x", "y"))],
            Target = "kind",
        };
        yield return new("words that differ in case and in spaces only")
        {
            // Yes and yes may be one answer, but nobody said so: told, and left as they are
            Columns = [Number("n", d.Whole(1, 90)), Category("answer", d.Words("Yes", "yes", "YES", "no")), Category("kind", d.Words("x", "y"))],
            Target = "kind",
            Told = [("case", "answer")],
        };
    }
}
