using System.Text;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Tests.Fuzz;

/// <summary>Seeded nastiness: the same seed gives the same requests.</summary>
internal sealed class Chance(long seed)
{
    private static readonly string[] s_nasty =
    [
        "", " ", "\0", "\u0001", "\n", "\r\n", "\u007f", "..", "../..", "/", "\\", "%", "%00", "%2e%2e%2f", "%ff", "%ed%a0%80", "'", "\"", "\\ud800", "\\udc00\\ud800", "\\u0000",
        "😀", "é", "e\u0301", "\u202e", "\ufeff", "-1", "0", "1", "9007199254740991", "9007199254740992", "-9223372036854775808", "9223372036854775807", "18446744073709551616",
        "1e400", "-1e-400", "NaN", "Infinity", "1.5", "0x10", "null", "true", "{}", "[]", "{\"a\":", "[[[[", "{\"$type\":\"System.Object\"}", "\u001e", "spirals", "mlp", "stop", "0000000000000000",
    ];

    private readonly RandomSource _random = new(seed);

    public int Next(int bound) => _random.NextInt32(bound);

    public bool OneIn(int bound) => Next(bound) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>A piece of text that somebody might trip over.</summary>
    public string Nasty() => Next(60) switch
    {
        0 => new string(Of("aA[{\"%😀0".ToCharArray()), 1_000),
        1 => string.Concat(Enumerable.Repeat("[", 200)),
        2 => string.Concat(Enumerable.Repeat("{\"a\":", 100)),
        3 => new string('a', 59) + "😀😀" + new string('b', 20),
        _ => Of(s_nasty),
    };

    /// <summary>The text with a few edits.</summary>
    public string Mutate(string text)
    {
        var edited = new StringBuilder(text);
        for (var edits = Next(4); edits > 0; edits--)
        {
            var at = Next(edited.Length + 1);
            switch (Next(4))
            {
                case 0:
                    edited.Insert(at, Nasty());
                    break;
                case 1 when edited.Length > 0:
                    edited.Remove(at, Math.Min(Next(10), edited.Length - at));
                    break;
                case 2:
                    edited.Insert(at, (char)Next(256));
                    break;
                default:
                    var from = Next(edited.Length + 1);
                    edited.Insert(at, edited.ToString(from, Math.Min(Next(20), edited.Length - from)));
                    break;
            }
        }

        return edited.ToString();
    }
}
