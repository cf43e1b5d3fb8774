using System.Net;
using System.Net.Sockets;
using Drover.Daemon.Edges.Http.Access;
using Drover.TestKit;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Edges;

public sealed class Who_is_at_the_other_end
{
    [Fact]
    public async Task The_process_behind_a_unix_socket_is_told_by_the_system()
    {
        using var folder = new TempDir();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await AssertFoundAsync(listener, new UnixDomainSocketEndPoint(folder["s"]));
    }

    [Fact]
    public async Task The_process_behind_a_TCP_connection_is_found_by_its_socket()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await AssertFoundAsync(listener, new IPEndPoint(IPAddress.Loopback, 0));
    }

    [Fact]
    public void A_request_without_a_connection_has_nobody() => Assert.Empty(PeerProcess.Of(new DefaultHttpContext()));

    private static async Task AssertFoundAsync(Socket listener, EndPoint address)
    {
        listener.Bind(address);
        listener.Listen();
        using var client = new Socket(listener.AddressFamily, SocketType.Stream, listener.ProtocolType);
        await client.ConnectAsync(listener.LocalEndPoint!, Patience.Token);
        using var accepted = await listener.AcceptAsync(Patience.Token);
        var http = new DefaultHttpContext();
        http.Features.Set<IConnectionSocketFeature>(new Connection(accepted));
        Assert.Equal([Environment.ProcessId], PeerProcess.Of(http));
    }

    private sealed class Connection(Socket socket) : IConnectionSocketFeature
    {
        public Socket Socket => socket;
    }
}
