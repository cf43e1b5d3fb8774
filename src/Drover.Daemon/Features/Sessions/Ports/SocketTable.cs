using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Drover.Daemon.Features.Sessions.Ports;

/// <summary>Reads the kernel's tables of TCP sockets and keeps what listens, by inode.</summary>
/// <remarks>
/// A sample (<c>/proc/net/tcp</c>; in <c>tcp6</c> an address has 32 digits). The state 0A is LISTEN, the tenth field the inode. Addresses are
/// words of the machine's byte order.
/// <code>
///   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
///    0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 482513 1 0000000000000000 100 0 0 10 0
/// </code>
/// </remarks>
internal static class SocketTable
{
    public static Dictionary<long, ListeningSocket> ReadListening()
    {
        var sockets = new Dictionary<long, ListeningSocket>();
        Add(sockets, "/proc/net/tcp");
        Add(sockets, "/proc/net/tcp6");
        return sockets;
    }

    public static IEnumerable<ListeningSocket> Parse(string table)
    {
        foreach (var line in table.Split('\n'))
        {
            if (TryParseLine(line, out var socket))
            {
                yield return socket;
            }
        }
    }

    private static void Add(Dictionary<long, ListeningSocket> sockets, string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        foreach (var socket in Parse(File.ReadAllText(path)))
        {
            sockets[socket.Inode] = socket;
        }
    }

    private static bool TryParseLine(ReadOnlySpan<char> line, out ListeningSocket socket)
    {
        socket = default;
        Span<Range> fields = stackalloc Range[11];
        if (line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries) < 11 || line[fields[3]] is not "0A")
        {
            return false;
        }

        var local = line[fields[1]];
        var colon = local.IndexOf(':');
        if (colon < 0
            || !int.TryParse(local[(colon + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port)
            || !long.TryParse(line[fields[9]], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            || !TryAddress(local[..colon], out var address))
        {
            return false;
        }

        socket = new ListeningSocket(inode, address, port);
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
}
