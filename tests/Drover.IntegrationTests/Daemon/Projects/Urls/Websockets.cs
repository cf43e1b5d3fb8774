using System.Net.WebSockets;
using System.Text;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects.Urls;

/// <summary>Dev servers tell the browser by a websocket that a file has changed.</summary>
public sealed class Websockets(SitesDaemon sites) : IClassFixture<SitesDaemon>
{
    [Fact]
    public async Task A_websocket_speaks_both_ways_with_the_origin_of_its_page_and_closes_in_order()
    {
        using var socket = Socket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{sites.Daemon.Port}/hmr?token=1"), Patience.Token);

        Assert.Equal("vite-hmr", socket.SubProtocol);
        var own = $"web.shop.localhost:{sites.Daemon.Port}";
        Assert.Equal($"{own} http://{own} /hmr?token=1", await HearAsync(socket));
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, Patience.Token);
        Assert.Equal("you said hello", await HearAsync(socket));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Patience.Token);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task A_websocket_ends_with_its_process()
    {
        using var socket = Socket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{sites.Daemon.Port}/"), Patience.Token);
        await HearAsync(socket);

        using var restarted = await sites.Projects.Sessions.PostAsync($"/v1/sessions/{sites.Ids["web"]}/restart", """{"grace_ms":0,"wait":{"for":"ready"}}""");

        await Assert.ThrowsAsync<WebSocketException>(() => HearAsync(socket));
    }

    [Fact]
    public async Task A_websocket_to_the_API_is_none()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", $"localhost:{sites.Daemon.Port}");
        socket.Options.SetRequestHeader("Origin", $"http://web.shop.localhost:{sites.Daemon.Port}");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://127.0.0.1:{sites.Daemon.Port}/v1/events"), Patience.Token));
    }

    private ClientWebSocket Socket()
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", $"web.shop.localhost:{sites.Daemon.Port}");
        socket.Options.SetRequestHeader("Origin", $"http://web.shop.localhost:{sites.Daemon.Port}");
        socket.Options.AddSubProtocol("vite-hmr");
        return socket;
    }

    private static async Task<string> HearAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1024];
        var got = await socket.ReceiveAsync(buffer, Patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, got.Count);
    }
}
