using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Drover.Daemon.Edges.Http.Access;

/// <summary>
/// Finds the user behind a TCP connection in the text of /proc/net/tcp or tcp6
/// (https://docs.kernel.org/networking/proc_net_tcp.html). The row searched for is the peer's: its local address is our remote one.
/// <code>
///   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
///    1: 0100007F:B6E0 0100007F:1E61 01 00000000:00000000 00:00000000 00000000  1000        0 51234 1 …
/// </code>
/// </summary>
internal static class TcpTable
{
    /// <returns>The user id of the peer's socket; null when there is no row, or the socket has no owner any more. A closed socket is listed
    /// with uid 0 and inode 0: taken at its word it would let anybody who sends and closes at once pass for root.</returns>
    public static uint? OwnerOf(IEnumerable<string> rows, IPEndPoint peer, IPEndPoint ours)
    {
        foreach (var row in rows)
        {
            var fields = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 10
                || !fields[0].EndsWith(':')
                || !Matches(fields[1], peer)
                || !Matches(fields[2], ours)
                || string.Equals(fields[9], "0", StringComparison.Ordinal))
            {
                continue;
            }

            return uint.Parse(fields[7], NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return null;
    }

    /// <summary>The inode of the socket that listens on a port, for finding whose it is.</summary>
    public static string? ListenerOn(IEnumerable<string> rows, int port)
    {
        const string Listening = "0A";
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var row in rows)
        {
            var fields = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length >= 10 && string.Equals(fields[3], Listening, StringComparison.Ordinal) && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            {
                return fields[9];
            }
        }

        return null;
    }

    // Each group of eight hex digits is one 32-bit word in the machine's byte order: 0100007F is 127.0.0.1 on a little-endian one.
    private static bool Matches(string text, IPEndPoint endPoint)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is not (8 or 32) || int.Parse(text.AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture) != endPoint.Port)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[colon / 2];
        for (var word = 0; word < colon / 8; word++)
        {
            var value = uint.Parse(text.AsSpan(word * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[(word * 4)..], value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes[(word * 4)..], value);
            }
        }

        return Normal(new IPAddress(bytes)).Equals(Normal(endPoint.Address));
    }

    private static IPAddress Normal(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
