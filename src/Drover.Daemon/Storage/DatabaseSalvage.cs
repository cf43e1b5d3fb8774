using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Storage;

/// <summary>
/// Brings what can still be read of a damaged database into a new one. Damage is usually in one page; rows before it in their table, and all rows
/// of other tables, are there. A session that comes over this way finds its processes and its log again.
/// </summary>
internal static class DatabaseSalvage
{
    // Parents first: a run without its session is left behind by the foreign key.
    private static readonly string[] Tables = ["meta", "sessions", "runs", "events", "projects", "project_ports", "workspaces", "jobs", "recent_commands"];

    /// <returns>How many sessions came over.</returns>
    public static long Copy(string damaged, SqliteConnection into)
    {
        using var from = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = damaged, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            from.Open();
        }
        catch (SqliteException)
        {
            return 0;
        }

        return into.InTransaction(() =>
        {
            foreach (var table in Tables)
            {
                CopyTable(table, from, into);
            }

            return into.QueryNumber("SELECT COUNT(*) FROM sessions") ?? 0;
        });
    }

    private static void CopyTable(string table, SqliteConnection from, SqliteConnection into)
    {
        try
        {
            from.Query($"SELECT * FROM {table}", row =>
            {
                CopyRow(table, row, into);
                return 0;
            });
        }
        catch (SqliteException exception) when (StorageErrors.IsUnreadable(exception))
        {
            // The rest of this table is lost; the whole file is still beside it for whoever wants to try harder.
        }
    }

    private static void CopyRow(string table, SqliteDataReader row, SqliteConnection into)
    {
        var columns = Enumerable.Range(0, row.FieldCount).ToList();
        try
        {
            into.Execute(
                $"INSERT OR IGNORE INTO {table} ({string.Join(", ", columns.Select(row.GetName))}) VALUES ({string.Join(", ", columns.Select(column => $"$v{column}"))})",
                [.. columns.Select(column => ($"$v{column}", row.IsDBNull(column) ? null : row.GetValue(column)))]);
        }
        catch (SqliteException exception) when (StorageErrors.IsConstraint(exception))
        {
            // A run whose session was lost.
        }
    }
}
