using Dapper;
using Microsoft.Data.Sqlite;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>Which step of <see cref="SqliteSchema"/> a file's tables are of, by their columns, whatever its <c>user_version</c> says.</summary>
internal static class SchemaVersion
{
    /// <summary>The version by the tables; null where they are of none.</summary>
    /// <param name="connection">The file.</param>
    /// <param name="steps">What makes each version of the one before.</param>
    public static int? Of(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        var columns = Columns(connection);
        using var model = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = ":memory:", Pooling = false }.ToString());
        model.Open();
        int? found = null;
        for (var version = 0; version <= steps.Count; version++)
        {
            if (version > 0)
                model.Execute(steps[version - 1]);
            if (Columns(model) == columns)
                found = version;
        }

        return found;
    }

    private static string Columns(SqliteConnection connection) => string.Join('\n', connection.Query<string>(
        """
        SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.name
        """));
}
