using Drover.Daemon.Edges.Http.Access;

namespace Drover.Daemon.Lifecycle;

/// <summary>Finds out who listens on a port, as far as this user may see it, for the message that the port is taken.</summary>
internal static class PortOwner
{
    /// <returns>E.g. <c>pid 4711 (node server.js)</c>; null when it cannot be found.</returns>
    public static string? Describe(int port)
    {
        try
        {
            var inode = TcpTable.ListenerOn(File.ReadLines("/proc/net/tcp"), port) ?? TcpTable.ListenerOn(File.ReadLines("/proc/net/tcp6"), port);
            return inode is null ? null : FindHolder($"socket:[{inode}]");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? FindHolder(string socket)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(process);
            if (!char.IsAsciiDigit(name[0]))
            {
                continue;
            }

            try
            {
                if (Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(fd => string.Equals(new FileInfo(fd).LinkTarget, socket, StringComparison.Ordinal)))
                {
                    var command = File.ReadAllText(Path.Combine(process, "cmdline")).TrimEnd('\0').Replace('\0', ' ');
                    return $"pid {name} ({(command.Length > 120 ? command[..120] + "…" : command)})";
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's process, or one that just ended.
            }
        }

        return null;
    }
}
