using System.Buffers.Text;

namespace TrainingDashboard.Benchmarks.Load;

/// <summary>Finds in what a viewer receives how many records there are and when they were made.</summary>
/// <param name="Counted">What stands before a list with an element a record; null where a stamp is a record.</param>
/// <param name="Stamped">What stands before the moment an update was made, in nanoseconds, or before a list of them.</param>
/// <param name="Overtaken">Nanoseconds between two updates, where those that were never sent count as well; else 0.</param>
internal sealed record Stamps(byte[]? Counted, byte[] Stamped, double Overtaken = 0)
{
    /// <summary>Blocks of columns, as the dashboard sends them.</summary>
    public static Stamps Blocks { get; } = new("\"steps\":["u8.ToArray(), "\"loss\":["u8.ToArray());

    /// <summary>One object an update.</summary>
    public static Stamps Objects { get; } = new(null, "\"sent\":"u8.ToArray());

    /// <summary>Takes what is complete in the text.</summary>
    /// <param name="text">Text from where the last call was done.</param>
    /// <param name="tally">Where it is added up.</param>
    /// <param name="newest">The newest stamp this viewer has had.</param>
    /// <returns>How many bytes are done with.</returns>
    public int Take(ReadOnlySpan<byte> text, Tally tally, ref double newest)
    {
        var done = 0;
        while (true)
        {
            var rest = text[done..];
            long records = 1;
            if (Counted is not null)
            {
                var list = rest.IndexOf(Counted);
                var end = list < 0 ? -1 : rest[list..].IndexOf((byte)']');
                if (end < 0)
                    return done;
                records = 1 + rest.Slice(list, end).Count((byte)',');
                rest = rest[(list + end)..];
            }

            var at = rest.IndexOf(Stamped);
            var stop = at < 0 ? -1 : rest[(at + Stamped.Length)..].IndexOfAny("]}"u8);
            if (stop < 0)
                return done;
            var stamps = rest.Slice(at + Stamped.Length, stop);
            tally.Records += records;
            Add(stamps[..(stamps.IndexOf((byte)',') is var comma and >= 0 ? comma : stamps.Length)], Overtaken, tally, ref newest);
            if (records > 1)
                Add(stamps[(stamps.LastIndexOf((byte)',') + 1)..], 0, tally, ref newest);
            done = text.Length - rest.Length + at + Stamped.Length + stop;
        }
    }

    private static void Add(ReadOnlySpan<byte> stamp, double overtaken, Tally tally, ref double newest)
    {
        if (!Utf8Parser.TryParse(stamp.TrimStart((byte)' '), out double made, out _) || made <= 0)
            return;
        var now = MetronomeTrainer.Now;
        tally.Ages.Add(now - (long)made);
        for (var between = made - overtaken; overtaken > 0 && newest > 0 && between > newest + (overtaken / 2); between -= overtaken)
            tally.Ages.Add(now - (long)between);
        newest = made;
    }
}

/// <summary>What all viewers together have had since the tally was begun.</summary>
internal sealed class Tally
{
    /// <summary>How old updates were on arrival.</summary>
    public Latencies Ages { get; } = new();

    /// <summary>Records received.</summary>
    public long Records { get; set; }

    /// <summary>Bytes received, as they came over the wire.</summary>
    public long Bytes { get; set; }
}
