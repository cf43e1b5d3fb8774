using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Drover.Daemon.Storage;

/// <summary>
/// Makes the managed provider use the system's SQLite instead of a bundled one: security fixes then come with the system. The provider asks for
/// the library <c>e_sqlite3</c>.
/// </summary>
internal static class SystemSqlite
{
    private static readonly string[] Names = OperatingSystem.IsMacOS()
        ? ["/usr/lib/libsqlite3.dylib", "libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];

    private static readonly Lock Gate = new();
    private static bool s_ready;

    /// <exception cref="DllNotFoundException">The system has no SQLite.</exception>
    public static void Use()
    {
        lock (Gate)
        {
            if (s_ready)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            s_ready = true;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (!string.Equals(name, "e_sqlite3", StringComparison.Ordinal))
        {
            return 0;
        }

        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
            {
                return library;
            }
        }

        throw new DllNotFoundException("SQLite is missing: install libsqlite3 (Debian, Ubuntu: apt install libsqlite3-0; Fedora: dnf install sqlite-libs).");
    }
}
