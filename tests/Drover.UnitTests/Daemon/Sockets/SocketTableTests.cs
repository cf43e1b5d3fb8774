using System.Net;
using Drover.Daemon.Sockets;
using Xunit;

namespace Drover.UnitTests.Daemon.Sockets;

public sealed class SocketTableTests
{
    private const string Table =
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 482513 1 0000000000000000 100 0 0 10 0
           1: 0100007F:1F90 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000  1000        0 482514 1 0000000000000000 20 4 30 10 -1
           2: 00000000000000000000000001000000:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 482515 1 0000000000000000 100 0 0 10 0
           3: 0A01A8C0:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 482516 1 0000000000000000 100 0 0 10 0
        garbage
        """;

    [Fact]
    public void Only_listening_sockets_are_kept_with_their_addresses() => Assert.Equal(
        [
            new ListeningSocket(482513, IPAddress.Loopback, 8080),
            new ListeningSocket(482515, IPAddress.IPv6Loopback, 8081),
            new ListeningSocket(482516, IPAddress.Parse("192.168.1.10"), 80),
        ],
        SocketTable.Listening(Table.Split('\n')));

    [Fact]
    public void A_url_says_localhost_wherever_that_reaches_the_socket() => Assert.Equal(
        "http://localhost:8080 http://localhost:8081 http://192.168.1.10",
        string.Join(' ', SocketTable.Listening(Table.Split('\n')).Select(socket => socket.Url)));
}
