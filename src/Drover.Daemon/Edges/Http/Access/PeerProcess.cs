using System.Net;
using System.Net.Sockets;
using Drover.Daemon.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http.Access;

/// <summary>Which processes are at the other end of a request's connection: by the credentials of a unix socket, or by the tables of TCP.</summary>
internal static class PeerProcess
{
    // SOL_SOCKET and SO_PEERCRED; struct ucred is pid, uid, gid, four bytes each.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialsSize = 12;

    /// <summary>Their ids; empty for a peer on another machine, or one that is gone.</summary>
    public static IReadOnlyList<int> Of(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return [];
        }

        try
        {
            return socket.AddressFamily == AddressFamily.Unix ? OfUnix(socket)
                : socket.RemoteEndPoint is IPEndPoint peer && socket.LocalEndPoint is IPEndPoint ours && SocketTable.InodeOf(peer, ours) is { } inode ? OpenSockets.HoldersOf(inode)
                : [];
        }
        catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException)
        {
            // The connection ended meanwhile: nobody waits for the answer.
            return [];
        }
    }

    private static IReadOnlyList<int> OfUnix(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[CredentialsSize];
        var length = socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        var pid = length == CredentialsSize ? BitConverter.ToInt32(credentials) : 0;
        return pid > 0 ? [pid] : [];
    }
}
