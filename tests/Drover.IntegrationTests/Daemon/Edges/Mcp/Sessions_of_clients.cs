using System.Net;
using System.Net.Http.Headers;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Edges.Mcp.Sessions;
using Drover.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Edges.Mcp;

/// <summary>The initialize era: what belongs to a session, and when it ends.</summary>
public sealed class Sessions_of_clients : IDisposable
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
    private const string Wait = """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"test_wait","arguments":{},"_meta":{"progressToken":"p"}}}""";

    private readonly TempDir _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Without_a_session_400_with_a_forged_or_ended_one_404()
    {
        await using var daemon = await McpHttp.StartAsync(_home);
        var session = await McpHttp.BeginAsync(daemon);
        Assert.Equal(200, (await McpHttp.AskAsync(daemon, McpHttp.InSession(session, Ping))).Status);
        Assert.Equal(400, (await McpHttp.FailAsync(daemon, McpHttp.Post(Ping, ("MCP-Protocol-Version", McpHttp.Handshake)))).Status);
        Assert.Equal(404, (await McpHttp.FailAsync(daemon, McpHttp.InSession(new string('0', 32) + "-" + new string('0', 32), Ping))).Status);

        Assert.Equal(HttpStatusCode.NoContent, await EndAsync(daemon, session));
        Assert.Equal(404, (await McpHttp.FailAsync(daemon, McpHttp.InSession(session, Ping))).Status);
        Assert.Equal(HttpStatusCode.NotFound, await EndAsync(daemon, session));
    }

    [Fact]
    public async Task A_session_goes_on_after_the_daemon_was_restarted()
    {
        string session;
        await using (var before = await McpHttp.StartAsync(_home))
        {
            session = await McpHttp.BeginAsync(before);
        }

        await using var after = await McpHttp.StartAsync(_home);
        Assert.Equal(200, (await McpHttp.AskAsync(after, McpHttp.InSession(session, Ping))).Status);
    }

    [Fact]
    public async Task A_client_that_hangs_up_has_not_cancelled_its_call_but_ending_the_session_does()
    {
        await using var daemon = await McpHttp.StartAsync(_home);
        var session = await McpHttp.BeginAsync(daemon);
        using var ended = Changes(daemon).Listen(change => change.What == McpChange.Prompts);
        await HangUpDuringAsync(daemon, McpHttp.InSession(session, Wait));

        // The call is there still: its id cannot be told from outside, so the end of it is made to come.
        Assert.Equal(1, daemon.Daemon.Services.GetRequiredService<McpSessions>().Count);
        Assert.Equal(200, (await McpHttp.AskAsync(daemon, McpHttp.InSession(session, Ping))).Status);
        var next = ended.ReadAsync(Patience.Token).GetAsyncEnumerator(Patience.Token);
        var waiting = next.MoveNextAsync().AsTask();
        Assert.False(waiting.IsCompleted);

        await EndAsync(daemon, session);
        Assert.True(await waiting.Patiently());
        await next.DisposeAsync();
    }

    [Fact]
    public async Task Without_sessions_hanging_up_cancels()
    {
        await using var daemon = await McpHttp.StartAsync(_home);
        using var ended = Changes(daemon).Listen(change => change.What == McpChange.Prompts);
        var call = McpHttp.Call("test_wait");
        call.Content = new StringContent((await call.Content!.ReadAsStringAsync()).Replace("\"_meta\":{", "\"_meta\":{\"progressToken\":\"p\",", StringComparison.Ordinal), new MediaTypeHeaderValue("application/json"));

        await HangUpDuringAsync(daemon, call);

        await using var next = ended.ReadAsync(Patience.Token).GetAsyncEnumerator(Patience.Token);
        Assert.True(await next.MoveNextAsync());
    }

    [Fact]
    public async Task Its_own_stream_may_be_opened_again_and_the_newest_hears_of_changes()
    {
        await using var daemon = await McpHttp.StartAsync(_home);
        var session = await McpHttp.BeginAsync(daemon);
        using (var first = await ListenAsync(daemon, session))
        {
            Assert.Equal("text/event-stream", first.Content.Headers.ContentType?.MediaType);
        }

        using var second = await ListenAsync(daemon, session);
        using var lines = new StreamReader(await second.Content.ReadAsStreamAsync());
        Changes(daemon).Publish(new McpChanged(McpChange.Tools));

        await HearAsync(lines, "notifications/tools/list_changed");
    }

    private static McpChanges Changes(TestDaemon daemon) => daemon.Daemon.Services.GetRequiredService<McpChanges>();

    private static async Task<HttpStatusCode> EndAsync(TestDaemon daemon, string session)
    {
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "/mcp");
        delete.Headers.Add("Mcp-Session-Id", session);
        using var answer = await daemon.Client.SendAsync(delete);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> ListenAsync(TestDaemon daemon, string session)
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, "/mcp");
        get.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        get.Headers.Add("Mcp-Session-Id", session);
        get.Headers.Add("MCP-Protocol-Version", McpHttp.Handshake);
        return await daemon.Client.SendAsync(get, HttpCompletionOption.ResponseHeadersRead);
    }

    // The first progress says that the call has begun.
    private static async Task HangUpDuringAsync(TestDaemon daemon, HttpRequestMessage call)
    {
        using var answer = await daemon.Client.SendAsync(call, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await HearAsync(lines, "notifications/progress");
    }

    private static async Task HearAsync(StreamReader lines, string what)
    {
        string? line;
        do
        {
            line = await lines.ReadLineAsync(Patience.Token);
            Assert.NotNull(line);
        }
        while (!line.Contains(what, StringComparison.Ordinal));
    }
}
