using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Terminals;

namespace Drover.Contracts.Client;

/// <content>Terminals.</content>
public sealed partial class DroverClient
{
    private const string TerminalPath = "/api/shell/terminal";

    // RFC 6455, 1.3: what a server adds to the key before it hashes it.
    private const string Handshake = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    /// <summary><c>POST /api/shell/terminal</c>.</summary>
    /// <param name="workspace">Name or folder; null for the daemon's own.</param>
    /// <param name="request">What is to run on it.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<TerminalCreated>>> OpenTerminalAsync(string? workspace, TerminalRequest request, CancellationToken cancellation = default)
        => CallAsync(Post(TerminalPath + new QueryText().Add("workspace", workspace), request, DroverJson.Default.TerminalRequest), json => Read(json, all => all.TerminalCreated), cancellation);

    /// <summary><c>GET /api/shell/terminal</c>, newest first.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<IReadOnlyList<Terminal>>>> TerminalsAsync(CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", TerminalPath), json => Read(json, all => all.IReadOnlyListTerminal), cancellation);

    /// <summary><c>DELETE /api/shell/terminal/{id}</c>.</summary>
    /// <param name="terminal">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<Terminal>>> DeleteTerminalAsync(string terminal, CancellationToken cancellation = default)
        => CallAsync(new HttpCall("DELETE", OfTerminal(terminal)), json => Read(json, all => all.Terminal), cancellation);

    /// <summary><c>GET /api/shell/terminal/{id}</c> as a web socket.</summary>
    /// <param name="terminal">Its id.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <returns>The web socket, or what is wrong.</returns>
    public async Task<Result<WebSocket>> ViewTerminalAsync(string terminal, CancellationToken cancellation = default)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var opened = await OpenAsync(
            new HttpCall("GET", OfTerminal(terminal)) { IsUpgrade = true, Headers = [new("Sec-WebSocket-Version", "13"), new("Sec-WebSocket-Key", key)] },
            cancellation);
        if (opened.Error is { } error)
        {
            return error;
        }

        var exchange = opened.Value;
#pragma warning disable CA5350 // What RFC 6455 asks for; nothing is kept secret by it.
        var expected = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Handshake)));
#pragma warning restore CA5350
        if (exchange.Status == 101 && string.Equals(exchange.Header("Sec-WebSocket-Accept"), expected, StringComparison.Ordinal))
        {
            return WebSocket.CreateFromStream(new UpgradedStream(exchange), isServer: false, subProtocol: null, KeepAlive);
        }

        exchange.Dispose();
        return new Error(ErrorCodes.DaemonAnswerUnknown, $"What answers at {Address} opens no web socket.");
    }

    /// <summary>How a terminal's command ended, as the web socket's close frame tells it.</summary>
    /// <param name="closeReason">The close frame's reason.</param>
    /// <returns>Null when the reason is another.</returns>
    public static TerminalEnd? EndOf(string? closeReason)
    {
        try
        {
            return closeReason is ['{', ..] ? Read(Encoding.UTF8.GetBytes(closeReason), all => all.TerminalEnd) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string OfTerminal(string terminal) => $"{TerminalPath}/{Uri.EscapeDataString(terminal)}";
}
