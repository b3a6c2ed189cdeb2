using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Feed;

/// <summary>Every point of a job as a file, written block by block: its memory does not grow with the job.</summary>
public static class SeriesExport
{
    private const int NumbersBytes = 128;
    private const int FlushBytes = 64 * 1024;
    private static readonly SearchValues<char> s_quoted = SearchValues.Create("\",\r\n");

    /// <summary>
    /// A row for each point in the order they came. Numbers read back to the same bits, but for a NaN's payload.
    /// </summary>
    public static async Task WriteCsvAsync(PipeWriter output, IAsyncEnumerable<ReportedBlock> blocks, CancellationToken cancellationToken)
    {
        output.Write("series,step,time_ms,value,attempt,seq\r\n"u8);
        await foreach (var reported in blocks.WithCancellation(cancellationToken))
        {
            foreach (var (name, values) in reported.Block.Series)
            {
                var cell = Encoding.UTF8.GetBytes(Cell(name));
                for (var row = 0; row < values.Count; row++)
                {
                    WriteRow(output, cell, reported, row, values[row]);
                    if (output.UnflushedBytes >= FlushBytes)
                        await FlushAsync(output, cancellationToken);
                }
            }
        }

        await FlushAsync(output, cancellationToken);
    }

    /// <summary>The job's id and its blocks, in the order they came.</summary>
    public static async Task WriteJsonAsync(
        PipeWriter output, Job job, IAsyncEnumerable<ReportedBlock> blocks, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = FeedJson.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("job", job.Id.ToString());
        json.WriteString("name", job.Spec.Name);
        json.WriteStartArray("blocks");
        await foreach (var reported in blocks.WithCancellation(cancellationToken))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", reported.Seq);
            json.WriteNumber("attempt", reported.Attempt);
            json.WritePropertyName("points");
            JsonSerializer.Serialize(json, reported.Block, FeedJson.Options);
            json.WriteEndObject();
            if (json.BytesPending + output.UnflushedBytes < FlushBytes)
                continue;
            await json.FlushAsync(cancellationToken);
            await FlushAsync(output, cancellationToken);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        await FlushAsync(output, cancellationToken);
    }

    /// <summary>
    /// A text as a cell: quoted where it must be, and with an apostrophe before what a spreadsheet would take for a formula.
    /// </summary>
    public static string Cell(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text;
        return safe.AsSpan().ContainsAny(s_quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static void WriteRow(PipeWriter output, byte[] cell, ReportedBlock reported, int row, double value)
    {
        var to = output.GetSpan(cell.Length + NumbersBytes);
        cell.CopyTo(to);
        var at = cell.Length;
        Add(to, ref at, reported.Block.Steps[row]);
        Add(to, ref at, reported.Block.Times[row]);
        Add(to, ref at, value);
        Add(to, ref at, reported.Attempt);
        Add(to, ref at, reported.Seq);
        "\r\n"u8.CopyTo(to[at..]);
        output.Advance(at + 2);
    }

    private static void Add<T>(Span<byte> to, ref int at, T number)
        where T : IUtf8SpanFormattable
    {
        to[at++] = (byte)',';
        number.TryFormat(to[at..], out var written, default, CultureInfo.InvariantCulture);
        at += written;
    }

    private static async ValueTask FlushAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        if ((await output.FlushAsync(cancellationToken)).IsCompleted)
            throw new OperationCanceledException("The reader is gone.");
    }
}
