using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using TrainingDashboard.Training.Metrics;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>Every point of a job whose events were let go, out of its pyramids: series after series, each in order of step.</summary>
internal sealed class KeptPoints(SqliteDatabase database)
{
    private const int RowsAtOnce = 64;

    public async IAsyncEnumerable<ReportedBlock> ReadAsync(long job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var series in await WithRowsAsync((connection, transaction, _) => SeriesRow.Of(connection, transaction, job).ToArray(), cancellationToken))
        {
            var rows = (series.Points + PyramidShape.PointsInRow - 1) / PyramidShape.PointsInRow;
            for (var row = 0L; row < rows; row += RowsAtOnce)
            {
                var last = Math.Min(row + RowsAtOnce, rows) - 1;
                foreach (var body in await WithRowsAsync((_, _, stored) => stored.Range(series.Key, 0, row, last).ToArray(), cancellationToken))
                    yield return Block(series.Name, PyramidRowFormat.DecodePoints(body));
            }
        }
    }

    private static ReportedBlock Block(string series, SeriesPoints points)
        => new(
            Seq: 0,
            Attempt: 0,
            new MetricBlock(
                points.Steps.ToArray(),
                points.Times.ToArray(),
                new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal) { [series] = points.Values.ToArray() }));

    private Task<T> WithRowsAsync<T>(Func<SqliteConnection, SqliteTransaction, PyramidRows, T> read, CancellationToken cancellationToken)
        => database.ReadAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: true);
                using var rows = new PyramidRows(connection, transaction);
                return Task.FromResult(read(connection, transaction, rows));
            },
            cancellationToken);
}
