using Microsoft.Data.Sqlite;

namespace TrainingDashboard.Training.Storage.Sqlite;

/// <summary>Tells a file that is damaged from one that is busy, full or asked for what there is not.</summary>
public static class SqliteDamage
{
    private const int InputOutput = 10;
    private const int ReadFailed = 266;
    private const int ShortRead = 522;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Whether a fault of SQLite's means that the file's content is damaged.</summary>
    public static bool IsDamage(this Exception fault) => fault is SqliteException { SqliteErrorCode: var code, SqliteExtendedErrorCode: var extended }
        && (code is Corrupt or NotADatabase || (code == InputOutput && extended is ShortRead or ReadFailed));

    /// <summary>What SQLite says of it, without its own words around.</summary>
    public static string Sentence(Exception fault)
    {
        var text = fault.Message;
        var (from, to) = (text.IndexOf('\'', StringComparison.Ordinal), text.LastIndexOf('\''));
        return $"{(from >= 0 && to > from ? text[(from + 1)..to] : text).TrimEnd('.')}.";
    }
}
