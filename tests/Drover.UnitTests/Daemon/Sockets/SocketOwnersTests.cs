using System.Net;
using Drover.Daemon.Sockets;
using Xunit;

namespace Drover.UnitTests.Daemon.Sockets;

/// <summary>Rows as a little-endian machine prints them.</summary>
public sealed class SocketOwnersTests
{
    private static readonly IPEndPoint Ours = new(IPAddress.Loopback, 7777);

    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:1E61 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11111 1 0000000000000000 100 0 0 10 0",
        "   1: 0100007F:B6E0 0100007F:1E61 01 00000000:00000000 00:00000000 00000000  1000        0 51234 1 0000000000000000 20 4 30 10 -1",
        "   2: 0100007F:1E61 0100007F:B6E0 01 00000000:00000000 00:00000000 00000000     0        0 51235 1 0000000000000000 20 4 30 10 -1",
        "   3: 0100007F:B6E1 0100007F:1E61 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0000000000000000 20 4 30 10 -1",
        "   4: 0100007F:B6E2 0100007F:1E61 05 00000000:00000000 00:00000000 00000000  1001        0 51239 1 0000000000000000 20 4 30 10 -1",
    ];

    private static readonly string[] Table6 =
    [
        "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 00000000000000000000000001000000:B6E3 00000000000000000000000001000000:1E61 01 00000000:00000000 00:00000000 00000000   999        0 5 1 0 20 4 30 10 -1",
        "   1: 0000000000000000FFFF00000100007F:B6E4 0000000000000000FFFF00000100007F:1E61 01 00000000:00000000 00:00000000 00000000   998        0 6 1 0 20 4 30 10 -1",
    ];

    [Fact]
    public void The_owner_is_that_of_the_peer_s_socket_and_not_of_ours() => Assert.Equal(1000u, SocketTable.OwnerOf(Table, Peer(0xB6E0), Ours));

    [Fact]
    public void A_socket_that_was_closed_already_has_no_owner_although_the_table_says_root() => Assert.Null(SocketTable.OwnerOf(Table, Peer(0xB6E1), Ours));

    [Fact]
    public void A_half_closed_socket_still_has_its_owner() => Assert.Equal(1001u, SocketTable.OwnerOf(Table, Peer(0xB6E2), Ours));

    [Fact]
    public void A_peer_that_is_not_listed_has_no_owner() => Assert.Null(SocketTable.OwnerOf(Table, Peer(0xB6EE), Ours));

    [Fact]
    public void A_peer_of_another_address_is_not_taken_for_the_one_with_the_same_port() =>
        Assert.Null(SocketTable.OwnerOf(Table, new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0xB6E0), Ours));

    [Fact]
    public void IPv6_is_found_in_its_own_table() =>
        Assert.Equal(999u, SocketTable.OwnerOf(Table6, new IPEndPoint(IPAddress.IPv6Loopback, 0xB6E3), new IPEndPoint(IPAddress.IPv6Loopback, 7777)));

    [Fact]
    public void IPv4_in_its_IPv6_form_is_the_same_address() => Assert.Equal(998u, SocketTable.OwnerOf(Table6, Peer(0xB6E4), Ours));

    private static IPEndPoint Peer(int port) => new(IPAddress.Loopback, port);
}
