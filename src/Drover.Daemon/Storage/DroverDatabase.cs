using Drover.Contracts.Errors;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Storage;

/// <summary>
/// The daemon's one SQLite connection. The data folder belongs to one daemon (its lock file), so the database is opened exclusively: no shared
/// memory file is needed, and an existing database can still be read when the disk is full. Statements take microseconds; a lock puts them in a
/// row. What fails because of the disk comes back as an <see cref="Error"/>; anything else is a bug and is thrown.
/// </summary>
internal sealed partial class DroverDatabase : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private DroverDatabase(SqliteConnection connection, IReadOnlyList<string> warnings) => (_connection, Warnings) = (connection, warnings);

    /// <summary>What had to be done to open it, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Opens or creates the database. A corrupt one is set aside as <c>drover.db.corrupt-N</c> and a new one begun.</summary>
    /// <param name="path">The file.</param>
    /// <param name="logger">For warnings.</param>
    public static Result<DroverDatabase> Open(string path, ILogger logger)
    {
        SystemSqlite.Use();
        var warnings = new List<string>();
        try
        {
            try
            {
                return Connect(path, warnings);
            }
            catch (SqliteException exception) when (StorageErrors.IsCorrupt(exception))
            {
                return StartOver(path, exception.Message, warnings, logger);
            }
        }
        catch (SqliteException exception)
        {
            return StorageErrors.From(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCodes.StorageReadOnly, $"{path} cannot be written: {exception.Message}");
        }
    }

    /// <summary>Runs statements that only read.</summary>
    public Result<T> Read<T>(Func<SqliteConnection, T> work) => Run(work);

    /// <summary>Runs statements as one transaction: all of them or none.</summary>
    public Result<T> Write<T>(Func<SqliteConnection, T> work) => Run(connection => connection.InTransaction(() => work(connection)));

    /// <summary>Runs one statement that changes something.</summary>
    /// <returns>How many rows it changed.</returns>
    public Result<int> Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        lock (_gate)
        {
            try
            {
                return _connection.Execute(sql, values);
            }
            catch (SqliteException exception)
            {
                return StorageErrors.From(exception);
            }
        }
    }

    public void Dispose() => _connection.Dispose();

    private static Result<DroverDatabase> Connect(string path, List<string> warnings)
    {
        OwnFile.CreateIfMissing(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
            CorruptDatabase.ThrowIfDamaged(connection);
            if (Migrator.Migrate(connection) is { } error)
            {
                connection.Dispose();
                return error;
            }

            return new DroverDatabase(connection, warnings);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static Result<DroverDatabase> StartOver(string path, string damage, List<string> warnings, ILogger logger)
    {
        var aside = CorruptDatabase.SetAside(path);
        var opened = Connect(path, warnings);
        if (opened.IsSuccess)
        {
            var sessions = DatabaseSalvage.Copy(aside, opened.Value._connection);
            CorruptSetAside(logger, path, damage, aside, sessions);
            warnings.Add($"The database was corrupt ({damage}) and is now {aside}. Sessions that could be read and were taken over: {sessions}.");
        }

        return opened;
    }

    private Result<T> Run<T>(Func<SqliteConnection, T> work)
    {
        lock (_gate)
        {
            try
            {
                return work(_connection);
            }
            catch (SqliteException exception)
            {
                return StorageErrors.From(exception);
            }
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "{Path} is corrupt ({Reason}): set aside as {Aside}; {Sessions} sessions could be read and were taken over")]
    private static partial void CorruptSetAside(ILogger logger, string path, string reason, string aside, long sessions);
}
