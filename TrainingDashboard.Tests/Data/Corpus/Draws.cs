namespace TrainingDashboard.Tests.Data.Corpus;

/// <summary>Draws values, always the same for the same seed.</summary>
internal sealed class Draws(int seed, int rows)
{
    private readonly Random _random = new(seed);

    public int Rows => rows;

    /// <summary>Rounded numbers, evenly spread.</summary>
    public double[] Numbers(double from, double to, int decimals = 1) =>
        Each(_ => Math.Round(from + (_random.NextDouble() * (to - from)), decimals));

    /// <summary>Whole numbers, evenly spread, both ends included.</summary>
    public double[] Whole(int from, int to) => Each(_ => (double)_random.Next(from, to + 1));

    /// <summary>Numbers of which many are near the lower end.</summary>
    public double[] Skewed(double from, double to, int decimals = 2) =>
        Each(_ => Math.Round(from + (Math.Pow(_random.NextDouble(), 4) * (to - from)), decimals));

    /// <summary>Words, each at least once.</summary>
    public string[] Words(params string[] words) => Each(i => i < words.Length ? words[i] : words[_random.Next(words.Length)]);

    /// <summary>Words, the first of them in most rows, each of the others in some.</summary>
    public string[] Mostly(double share, params string[] words) =>
        Each(i => i < 2 * words.Length ? words[i % words.Length] : _random.NextDouble() < share ? words[0] : words[1 + _random.Next(words.Length - 1)]);

    /// <summary>Letters and digits, different in each row.</summary>
    public string[] Codes(string prefix, int digits = 6)
    {
        var taken = new HashSet<string>();
        return Each(_ =>
        {
            string code;
            do
                code = prefix + _random.NextInt64((long)Math.Pow(10, digits - 1), (long)Math.Pow(10, digits));
            while (!taken.Add(code));
            return code;
        });
    }

    /// <summary>People, nearly all different.</summary>
    public string[] People() => Each(i => $"{s_last[_random.Next(s_last.Length)]}, {(i % 2 == 0 ? "Mr." : "Mrs.")} {s_first[_random.Next(s_first.Length)]} {(char)('A' + (i % 26))}. {i / 26}");

    /// <summary>Sentences, all different.</summary>
    public string[] Sentences() => Each(i => $"{s_first[_random.Next(s_first.Length)]} said, it is {i} and {s_last[_random.Next(s_last.Length)]} agrees");

    /// <summary>One value for each row, from 0.</summary>
    public T[] Each<T>(Func<int, T> make)
    {
        var values = new T[rows];
        for (var i = 0; i < rows; i++)
            values[i] = make(i);
        return values;
    }

    private static readonly string[] s_first = ["Anna", "Ben", "Chloe", "David", "Eva", "Felix", "Grace", "Hugo", "Ida", "Jon"];
    private static readonly string[] s_last = ["Adams", "Brown", "Cole", "Dunn", "Evans", "Frost", "Gray", "Hill", "Irwin", "Jones", "King"];
}
