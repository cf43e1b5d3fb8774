using System.Globalization;
using System.Net;
using Drover.Daemon.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Edges.Http.Access;

/// <summary>What the peer check found out about a connection.</summary>
/// <param name="Allowed">Whether requests over it are answered.</param>
/// <param name="User">The peer's user id, when it was found.</param>
internal sealed record PeerVerdict(bool Allowed, uint? User);

/// <summary>
/// Loopback is open to every user of the machine, who could run commands as this one. So a TCP connection over loopback is looked up once, when
/// it is accepted, and must belong to the same user or root. The verdict travels with the connection; the refusal is an ordinary 403.
/// </summary>
internal sealed partial class PeerCheck(uint ownUser, ILogger<PeerCheck> logger)
{
    private const uint Root = 0;

    public static uint CurrentUser()
    {
        // Uid:	1000	1000	1000	1000   (real, effective, saved, file system)
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        return uint.Parse(line.Split('\t')[2], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public void UseOn(ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Features.Set(Judge(connection));
        return next(connection);
    });

    public PeerVerdict Judge(ConnectionContext connection)
    {
        if (connection is not { RemoteEndPoint: IPEndPoint peer, LocalEndPoint: IPEndPoint ours } || !IsLoopback(peer.Address))
        {
            return new PeerVerdict(Allowed: true, null);
        }

        try
        {
            var user = SocketTable.OwnerOf(peer, ours);
            return new PeerVerdict(user == ownUser || user == Root, user);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TableUnreadable(exception);
            return new PeerVerdict(Allowed: false, null);
        }
    }

    // IPAddress.IsLoopback knows only 127.0.0.1 itself in its mapped form.
    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    [LoggerMessage(1301, LogLevel.Error, "/proc/net/tcp cannot be read, so no TCP connection is let in (peer_check=false turns the check off)")]
    private partial void TableUnreadable(Exception exception);
}
