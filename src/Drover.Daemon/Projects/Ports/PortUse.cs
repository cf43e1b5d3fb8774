using Drover.Daemon.Sockets;

namespace Drover.Daemon.Projects.Ports;

/// <summary>Tells who has a port.</summary>
internal static class PortUse
{
    /// <returns>Who listens on it, in words; null when nobody does.</returns>
    public static string? Say(int port) =>
        PortHolders.Find(port) is { } holder ? holder.Say() : SocketTable.ReadListening().Values.Any(socket => socket.Port == port) ? "a process of another user" : null;
}
