using System.Net;
using System.Net.Sockets;

namespace Drover.Daemon.Ports;

/// <summary>
/// Finds free TCP ports. A port stays bound here until just before the spawn that wants it, is never given to two at a time, and is
/// not given again for a minute after its session went: what connects to the old one must not reach a new one.
/// </summary>
internal sealed class PortAllocator(TimeProvider time)
{
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    private const int Attempts = 200;
    private readonly Lock _gate = new();

    // Null while somebody has it, else when it came back.
    private readonly Dictionary<int, long?> _returned = [];

    /// <summary>A port nobody has, bound until the lease is released.</summary>
    /// <exception cref="SocketException">The system has none left.</exception>
    public PortLease Acquire()
    {
        for (var attempt = 0; ; attempt++)
        {
            var socket = Bind();
            var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            lock (_gate)
            {
                if (!_returned.TryGetValue(port, out var at) || (at is { } returned && time.GetElapsedTime(returned) > Rest) || attempt == Attempts)
                {
                    _returned[port] = null;
                    return new PortLease(port, socket);
                }
            }

            socket.Dispose();
        }
    }

    /// <summary>Marks a port as belonging to a session that was there before this daemon.</summary>
    public void Keep(int port)
    {
        lock (_gate)
        {
            _returned[port] = null;
        }
    }

    /// <summary>The session is gone: the port may be given again after a rest.</summary>
    public void Return(int port)
    {
        lock (_gate)
        {
            _returned[port] = time.GetTimestamp();
        }
    }

    // Dual mode: free on IPv6 and IPv4 alike. A bound socket that never listened leaves nothing behind in the kernel.
    private static Socket Bind()
    {
        if (Socket.OSSupportsIPv6)
        {
            var both = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            both.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
            return both;
        }

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return socket;
    }
}

/// <summary>A port that is bound until it is released.</summary>
internal sealed class PortLease(int port, Socket socket) : IDisposable
{
    public int Port => port;

    public void Dispose() => socket.Dispose();
}
