using System.Net;
using System.Net.Sockets;
using Drover.Daemon.Ports;
using Drover.Daemon.Sockets;
using Drover.Supervision.Identity;

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>
/// Yes when a port accepts connections and nothing that is older than the run holds it: a left-over server on the same port would
/// otherwise be taken for the one that is still starting.
/// </summary>
internal sealed class PortProbe(ProbeTarget target, int? number) : IProbe
{
    private readonly int? _port = number ?? (target.Ports.TryGetValue(PortText.OwnPort, out var own) ? own : null);

    public string Subject => _port is { } port ? $"port {port}" : "any port";

    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        if (_port is not { } port)
        {
            return await target.Listening(cancellation) is [var first, ..]
                ? new ProbeAnswer(true, Url: first.Url)
                : ProbeAnswer.No("it listens on no port");
        }

        if (!await AcceptsAsync(IPAddress.Loopback, port, cancellation) && !await AcceptsAsync(IPAddress.IPv6Loopback, port, cancellation))
        {
            return ProbeAnswer.No($"port {port} refuses connections");
        }

        if ((await target.Listening(cancellation)).All(socket => socket.Port != port)
            && PortHolders.Find(port) is { StartedAt: { } started } holder && started + ProcessIdentity.Tick <= target.BeganAt())
        {
            return ProbeAnswer.No($"port {port} is held by {holder.Say()}");
        }

        return new ProbeAnswer(true, Url: $"http://localhost:{port}");
    }

    private static async Task<bool> AcceptsAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
            return true;
        }
        catch (SocketException)
        {
            // Refused, unreachable, or no such address family here: all mean no.
            return false;
        }
    }
}
