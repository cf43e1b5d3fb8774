using System.Globalization;

namespace Drover.Daemon.Sockets;

/// <summary>Which sockets a process holds: the links in <c>/proc/PID/fd</c> that read <c>socket:[INODE]</c>.</summary>
internal static class OpenSockets
{
    private const string Prefix = "socket:[";

    public static IEnumerable<ListeningSocket> ListeningOf(int pid, IReadOnlyDictionary<long, ListeningSocket> sockets)
    {
        if (sockets.Count == 0)
        {
            yield break;
        }

        foreach (var inode in InodesOf(pid))
        {
            if (sockets.TryGetValue(inode, out var socket))
            {
                yield return socket;
            }
        }
    }

    /// <summary>Processes that hold a socket: several may, after a fork.</summary>
    public static IReadOnlyList<int> HoldersOf(long inode) =>
        [.. Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0 && InodesOf(pid).Contains(inode))];

    private static List<long> InodesOf(int pid)
    {
        var inodes = new List<long>();
        try
        {
            foreach (var link in Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd"))
            {
                if (new FileInfo(link).LinkTarget is { } target && target.StartsWith(Prefix, StringComparison.Ordinal)
                    && long.TryParse(target.AsSpan(Prefix.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
                {
                    inodes.Add(inode);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile or belongs to somebody else: it has no sockets that we could tell of.
            return inodes;
        }

        return inodes;
    }
}
