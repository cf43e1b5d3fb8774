using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Storage;

/// <summary>Moves a database that cannot be read out of the way, with its write-ahead log: someone may want to look at it.</summary>
internal static class CorruptDatabase
{
    /// <summary>Looks at every page once: damage found later, in the middle of somebody's call, could only be reported. A megabyte takes a millisecond.</summary>
    /// <exception cref="SqliteException">There is damage.</exception>
    public static void ThrowIfDamaged(SqliteConnection connection)
    {
        const int sqliteCorrupt = 11;
        var found = connection.Query("PRAGMA quick_check(1)", row => row.GetString(0));
        if (found is not ["ok"])
        {
            throw new SqliteException(string.Join(' ', found), sqliteCorrupt);
        }
    }

    public static string SetAside(string path)
    {
        var number = 1;
        while (File.Exists(Aside(path, number)))
        {
            number++;
        }

        var aside = Aside(path, number);
        File.Move(path, aside);
        foreach (var side in (ReadOnlySpan<string>)["-wal", "-shm"])
        {
            if (File.Exists(path + side))
            {
                File.Move(path + side, aside + side);
            }
        }

        return aside;
    }

    private static string Aside(string path, int number) => $"{path}.corrupt-{number.ToString(CultureInfo.InvariantCulture)}";
}
