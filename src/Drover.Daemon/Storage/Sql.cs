using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Drover.Daemon.Storage;

/// <summary>
/// The few lines a store needs around a statement. Times are stored as microseconds since 1970 UTC. No mapping library: reflection-emitted
/// mappers cost tens of milliseconds at start, and every row here is read by one hand-written function.
/// </summary>
internal static class Sql
{
    // One prepared statement a text and connection: parsing a wide upsert takes longer than running it. All users of a connection hold its lock.
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Prepared = [];

    /// <summary>Runs statements as one transaction: all of them or none.</summary>
    public static T InTransaction<T>(this SqliteConnection connection, Func<T> work)
    {
        // In words, not by SqliteTransaction: prepared commands are used again, and each would have to be told of every new one.
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var value = work();
            connection.Execute("COMMIT");
            return value;
        }
        catch
        {
            // SQLite may have rolled back by itself, on a full disk for example.
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                connection.Execute("ROLLBACK");
            }

            throw;
        }
    }

    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (sql.Contains(';', StringComparison.Ordinal) || sql.StartsWith("PRAGMA", StringComparison.Ordinal))
        {
            using var once = Command(connection, sql);
            return once.ExecuteNonQuery();
        }

        return Bound(connection, sql, values).ExecuteNonQuery();
    }

    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Bound(connection, sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public static long? QueryNumber(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Bound(connection, sql, values).ExecuteScalar() as long?;

    public static string? TextOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static int? IntOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static long? LongOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static DateTimeOffset Time(this SqliteDataReader reader, int column) => FromMicros(reader.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : Time(reader, column);

    public static long ToMicros(this DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset FromMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static SqliteCommand Bound(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var commands = Prepared.GetOrCreateValue(connection);
        if (!commands.TryGetValue(sql, out var command))
        {
            commands[sql] = command = Command(connection, sql);
        }

        for (var i = 0; i < values.Length; i++)
        {
            var (name, value) = values[i];
            object bound = value switch
            {
                null => DBNull.Value,
                DateTimeOffset time => time.ToMicros(),
                _ => value,
            };
            if (i < command.Parameters.Count)
            {
                command.Parameters[i].Value = bound;
            }
            else
            {
                command.Parameters.AddWithValue(name, bound);
            }
        }

        return command;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are constants of the stores; values always go in as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
