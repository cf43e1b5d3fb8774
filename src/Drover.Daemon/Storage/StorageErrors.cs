using Drover.Contracts.Errors;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Storage;

/// <summary>SQLite's result codes (https://www.sqlite.org/rescode.html) as errors of the catalogue.</summary>
internal static class StorageErrors
{
    private const int Perm = 3;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CantOpen = 14;
    private const int Constraint = 19;
    private const int NotADatabase = 26;
    private const int Generic = 1;

    public static bool IsCorrupt(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>A damaged file, or one whose damage hides a table.</summary>
    public static bool IsUnreadable(SqliteException exception) => IsCorrupt(exception) || exception.SqliteErrorCode is Generic or IoError;

    public static bool IsConstraint(SqliteException exception) => exception.SqliteErrorCode == Constraint;

    public static Error From(SqliteException exception) => exception.SqliteErrorCode switch
    {
        Full => new Error(ErrorCodes.StorageFull, "The disk of the data folder is full: the change was not stored. Free space and try again."),
        ReadOnly or Perm or CantOpen => new Error(ErrorCodes.StorageReadOnly, $"The database cannot be written (SQLite code {exception.SqliteExtendedErrorCode}). Look at the permissions of the data folder."),
        IoError => new Error(ErrorCodes.StorageUnavailable, $"The database's disk fails (SQLite code {exception.SqliteExtendedErrorCode})."),
        _ => new Error(ErrorCodes.StorageUnavailable, $"The database does not answer (SQLite code {exception.SqliteExtendedErrorCode}). Try again."),
    };
}
