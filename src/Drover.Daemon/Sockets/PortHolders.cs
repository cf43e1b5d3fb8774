using System.Globalization;
using Drover.Supervision.Identity;

namespace Drover.Daemon.Sockets;

/// <summary>Finds out who listens on a port.</summary>
internal static class PortHolders
{
    /// <summary>The process that listens on a port; null when none does or it belongs to another user.</summary>
    public static PortHolder? Find(int port)
    {
        var wanted = SocketTable.ReadListening().Where(socket => socket.Value.Port == port).ToDictionary();
        if (wanted.Count == 0)
        {
            return null;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && OpenSockets.ListeningOf(pid, wanted).Any())
            {
                return new PortHolder(pid, ProcessFacts.NameOf(pid), ProcessIdentity.Of(pid)?.StartedAt);
            }
        }

        return null;
    }
}

/// <summary>A process that listens on a port.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Name">Its short name.</param>
/// <param name="StartedAt">When it started, by <see cref="BootClock"/>; null when it is gone.</param>
internal sealed record PortHolder(int Pid, string Name, TimeSpan? StartedAt)
{
    public string Say() => $"{Name} (pid {Pid})";
}
