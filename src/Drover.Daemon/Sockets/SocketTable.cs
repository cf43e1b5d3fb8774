using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Drover.Daemon.Sockets;

/// <summary>The kernel's tables of TCP sockets: what listens, by inode, and whose a connection is.</summary>
/// <remarks>
/// A sample (<c>/proc/net/tcp</c>; in <c>tcp6</c> an address has 32 digits; https://docs.kernel.org/networking/proc_net_tcp.html). The state 0A
/// is LISTEN, the tenth field the inode. Addresses are words of the machine's byte order.
/// <code>
///   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
///    0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 482513 1 0000000000000000 100 0 0 10 0
/// </code>
/// </remarks>
internal static class SocketTable
{
    private static readonly string[] Paths = ["/proc/net/tcp", "/proc/net/tcp6"];

    public static Dictionary<long, ListeningSocket> ReadListening()
    {
        var sockets = new Dictionary<long, ListeningSocket>();
        foreach (var socket in Paths.Where(File.Exists).SelectMany(path => Listening(File.ReadLines(path))))
        {
            sockets[socket.Inode] = socket;
        }

        return sockets;
    }

    /// <summary>The user behind a connection to us.</summary>
    /// <returns>Null when there is no such connection any more.</returns>
    public static uint? OwnerOf(IPEndPoint peer, IPEndPoint ours) =>
        Paths.Where(File.Exists).Select(path => OwnerOf(File.ReadLines(path), peer, ours)).FirstOrDefault(owner => owner is not null);

    /// <summary>The inode of the peer's socket, by which its process is found; null when there is no such connection any more.</summary>
    public static long? InodeOf(IPEndPoint peer, IPEndPoint ours)
    {
        foreach (var line in Paths.Where(File.Exists).SelectMany(File.ReadLines))
        {
            if (TryParse(line, out var row) && row.Inode != 0 && Same(row.Local, peer) && Same(row.Remote, ours))
            {
                return row.Inode;
            }
        }

        return null;
    }

    public static IEnumerable<ListeningSocket> Listening(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (TryParse(line, out var row) && row.IsListening)
            {
                yield return new ListeningSocket(row.Inode, row.Local.Address, row.Local.Port);
            }
        }
    }

    /// <summary>The user of the peer's socket: its row is the one whose local address is our remote one.</summary>
    /// <returns>Null when there is no row, or the socket has no owner any more. A closed socket is listed with uid 0 and inode 0: taken at its
    /// word it would let anybody who sends and closes at once pass for root.</returns>
    public static uint? OwnerOf(IEnumerable<string> lines, IPEndPoint peer, IPEndPoint ours)
    {
        foreach (var line in lines)
        {
            if (TryParse(line, out var row) && row.Inode != 0 && Same(row.Local, peer) && Same(row.Remote, ours))
            {
                return row.User;
            }
        }

        return null;
    }

    private static bool Same(IPEndPoint one, IPEndPoint other) => one.Port == other.Port && Plain(one.Address).Equals(Plain(other.Address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool TryParse(ReadOnlySpan<char> line, out Row row)
    {
        row = default;
        Span<Range> fields = stackalloc Range[11];
        if (line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries) < 10
            || !TryEndPoint(line[fields[1]], out var local)
            || !TryEndPoint(line[fields[2]], out var remote)
            || !uint.TryParse(line[fields[7]], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            || !long.TryParse(line[fields[9]], NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
        {
            return false;
        }

        row = new Row(local, remote, line[fields[3]] is "0A", user, inode);
        return true;
    }

    private static bool TryEndPoint(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = null;
        var colon = text.IndexOf(':');
        if (colon < 0
            || !ushort.TryParse(text[(colon + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port)
            || !TryAddress(text[..colon], out var address))
        {
            return false;
        }

        endPoint = new IPEndPoint(address, port);
        return true;
    }

    private static bool TryAddress(ReadOnlySpan<char> hex, out IPAddress address)
    {
        address = IPAddress.None;
        if (hex.Length is not (8 or 32))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[hex.Length / 2];
        for (var word = 0; word < hex.Length; word += 8)
        {
            if (!uint.TryParse(hex.Slice(word, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            // The kernel printed the word as a number; written back in the machine's order it is in network order again.
            var target = bytes[(word / 2)..];
            if (BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target, value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(target, value);
            }
        }

        address = new IPAddress(bytes);
        return true;
    }

    private readonly record struct Row(IPEndPoint Local, IPEndPoint Remote, bool IsListening, uint User, long Inode);
}
