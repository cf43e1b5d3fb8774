using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Drover.Contracts.Json;
using Drover.Contracts.Terminals;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Terminals;

/// <summary>A daemon, a workspace, and web sockets to its terminals over TCP, as a page has them.</summary>
public sealed class TerminalsDaemon : IAsyncLifetime
{
    public const string Root = "/api/shell/terminal";

    private readonly TempDir _home = new();
    private readonly TimeProvider _time;
    private TestDaemon? _daemon;

    public TerminalsDaemon()
        : this(TimeProvider.System)
    {
    }

    internal TerminalsDaemon(TimeProvider time) => _time = time;

    public TempDir Work { get; } = new();

    public HttpClient Client => _daemon!.Client;

    internal TestDaemon Daemon => _daemon!;

    public async ValueTask InitializeAsync() => _daemon = await StartDaemonAsync();

    public async ValueTask DisposeAsync()
    {
        await _daemon!.Daemon.StopAsync(keep: false);
        await _daemon.DisposeAsync();
        _home.Dispose();
        Work.Dispose();
    }

    /// <summary>Ends the daemon and starts the next one on the same folder; the terminals go on.</summary>
    internal async Task StartNextAsync()
    {
        await _daemon!.DisposeAsync();
        _daemon = await StartDaemonAsync();
    }

    internal string In(string path) => $"{path}?workspace={Uri.EscapeDataString(Work.Path)}";

    internal Task<string> OpenAsync(string cmd) => OpenAsync(new TerminalRequest { Cmd = cmd });

    internal async Task<string> OpenAsync(TerminalRequest request)
    {
        using var body = JsonContent.Create(request, DroverJson.Default.TerminalRequest);
        using var answer = await Client.PostAsync(In(Root), body, Patience.Token);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var id = (await answer.Content.ReadFromJsonAsync(DroverJson.Default.TerminalCreated))!.TerminalId;
        Assert.Equal($"{Root}/{id}", answer.Headers.Location?.ToString());
        return id;
    }

    internal async Task<TerminalSocket> ViewAsync(string id)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(UriOf(id), Patience.Token);
        return new TerminalSocket(socket);
    }

    internal async Task<Terminal> GetAsync(string id) => (await Client.GetFromJsonAsync($"{Root}/{id}", DroverJson.Default.Terminal, Patience.Token))!;

    internal Uri UriOf(string id) => new($"ws://127.0.0.1:{_daemon!.Port}{Root}/{id}");

    private Task<TestDaemon> StartDaemonAsync() => TestDaemon.StartWithAsync(TestDaemon.Options(_home) with { Time = _time });
}
