using System.Text;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Files;
using TrainingDashboard.Training.Data.Text;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Data.Text;

public sealed class TextFileTests
{
    [Fact]
    public void Read_AText_HasItsCharactersInOrderOfCodePoints()
    {
        var text = Read("bab é\n😀!ab");

        Assert.Equal(["\n", " ", "!", "a", "b", "é", "😀"], text.Characters.Select(character => character.Text));
        Assert.Equal("bab é\n😀!ab", text.Excerpt(0, 100));
        Assert.Equal("é\n😀", text.Excerpt(4, 3));
    }

    [Theory]
    [InlineData("one\r\ntwo\rthree\nfour\n\r\nfive")]
    [InlineData("\uFEFFone\ntwo\nthree\nfour\n\nfive")]
    public void Read_AnyLineEndOrMark_GivesTheSameText(string text) => Assert.Equal("one\ntwo\nthree\nfour\n\nfive", Read(text).Excerpt(0, 100));

    [Fact]
    public void Read_ALongText_CutsNoCharacterWhereTheWindowEnds()
    {
        // characters of 1, 2, 3 and 4 bytes over several windows of 64 KiB
        var text = string.Concat(Enumerable.Repeat("aé€😀\n", 30_000));

        var read = Read(text);

        Assert.Equal(150_000, read.Codes.Length);
        Assert.Equal(text, read.Excerpt(0, read.Codes.Length));
    }

    [Theory]
    [InlineData("", 1, 1, "ends after 0")]
    [InlineData("two\nlines", 2, 5, "at least 10 characters, but the file ends after 9")]
    [InlineData("some text\nwith a \0 in it", 2, 8, "U+0000")]
    [InlineData("some text\r\nand more\r\nwith\u001b[0m", 3, 5, "U+001B")]
    public void Read_ABrokenText_IsRefusedAtItsPlace(string text, int line, int column, string reason)
    {
        var refusal = Assert.Throws<DatasetFormatException>(() => Read(text));

        Assert.Equal((line, column), (refusal.Line, refusal.Column));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xE9 }, "0xE9")]
    [InlineData(new byte[] { 0xE2, 0x82 }, "0xE2")]
    [InlineData(new byte[] { 0xC0, 0x80 }, "0xC0")]
    [InlineData(new byte[] { 0x80 }, "0x80")]
    public void Read_WhatIsNoUtf8_IsRefusedAtItsPlace(byte[] bytes, string reason)
    {
        var refusal = Assert.Throws<DatasetFormatException>(() => Read([.. "first line\nand é th"u8, .. bytes, .. "en"u8]));

        Assert.Equal((2, 9), (refusal.Line, refusal.Column));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Utf16_IsUnderstoodByItsMark() =>
        Assert.Equal("a long enough text", Read([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a long enough text")]).Excerpt(0, 100));

    [Fact]
    public void Read_MoreCharactersThanAllowed_IsRefusedAtTheFirstTooMany()
    {
        var limits = new DatasetLimits { MaxClasses = 4, MaxPreparedValues = 20 };

        var different = Assert.Throws<DatasetFormatException>(() => Read("abcdabcdabcdeabc"u8, limits));
        var many = Assert.Throws<DatasetFormatException>(() => Read("abcdabcdabcdabcdabcdabcd"u8, limits));

        Assert.Equal((1, 13), (different.Line, different.Column));
        Assert.Contains("e is one more", different.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 21), (many.Line, many.Column));
    }

    [Fact]
    public void Characters_ThatCannotBeSeen_HaveNamesOfTheirOwn()
    {
        var names = Read("a \n\t␣↵⇥\u00A0\u0301\u200B").Characters.Select(character => character.Name).ToArray();

        Assert.Equal(["⇥", "↵", "␣", "a", "U+00A0", "U+0301", "U+200B", "U+21B5", "U+21E5", "U+2423"], names);
    }

    [Fact]
    public void Prepare_HoldsOutTheEndAndAsksForTheNextCharacter()
    {
        var text = Read("abcabcabcabcabcabcabc");

        var data = text.Prepare(0.25, seed: 9);

        Assert.Equal((20, 15, 5), (data.Count, data.TrainRows.Length, data.ValidationRows.Length));
        Assert.Equal(Enumerable.Range(15, 5), data.ValidationRows);
        Assert.Equal(["a", "b", "c"], data.ClassNames);
        Assert.All(Enumerable.Range(0, 20), row => Assert.Equal((row % 3, (row + 1) % 3), ((int)data.Sample(row)[0], data.Labels[row])));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Prepare(1, 1));
    }

    [Fact]
    public void Encoder_OfAText_TakesItsCharactersAndNoOthers()
    {
        var encoder = Read("abc\nabc\nabc\n").Prepare(0.25, 1).Encoder!;

        Assert.Equal([3f, 0f, 2f], encoder.Encode(new SampleInput(null, null, "c\r\nb")));
        Assert.Contains("x, number 2", Refusal(new SampleInput(null, null, "axb")), StringComparison.Ordinal);
        Assert.Contains("1 to 10000", Refusal(new SampleInput(null, null, "")), StringComparison.Ordinal);
        Assert.Contains("Expected a text", Refusal(new SampleInput(new Dictionary<string, string>(), null)), StringComparison.Ordinal);

        string Refusal(SampleInput input) => Assert.Single(Assert.Throws<InvalidInputException>(() => encoder.Encode(input)).Errors).Message;
    }

    private static TextDataset Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static TextDataset Read(ReadOnlySpan<byte> text, DatasetLimits? limits = null) =>
        TextFile.Read(Utf8Source.Open(new MemoryStream(text.ToArray()), Utf8Source.Guess(text)), "t.txt", limits);
}
