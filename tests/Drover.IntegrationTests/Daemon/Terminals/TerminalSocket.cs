using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Contracts.Terminals;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Terminals;

/// <summary>A viewer of a terminal: what it was shown, and the keys it presses.</summary>
internal sealed class TerminalSocket(ClientWebSocket socket) : IAsyncDisposable
{
    private readonly MemoryStream _shown = new();

    public ReadOnlySpan<byte> Bytes => _shown.GetBuffer().AsSpan(0, (int)_shown.Length);

    public string Text => Encoding.UTF8.GetString(Bytes);

    public Task TypeAsync(string keys) => TypeAsync(Encoding.UTF8.GetBytes(keys));

    public Task TypeAsync(byte[] keys) => socket.SendAsync(keys, WebSocketMessageType.Binary, endOfMessage: true, Patience.Token);

    public Task TellAsync(string frame) => socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, Patience.Token);

    /// <summary>Reads until it is shown, then forgets what came up to there.</summary>
    /// <returns>What came before it.</returns>
    public async Task<string> ShowsAsync(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        while (Bytes.IndexOf(wanted) < 0)
        {
            Assert.True(await ReadAsync(), $"It ended ({socket.CloseStatusDescription}) without \"{text}\". Shown:\n{Text}");
        }

        var at = Bytes.IndexOf(wanted);
        var before = Encoding.UTF8.GetString(Bytes[..at]);
        var rest = Bytes[(at + wanted.Length)..].ToArray();
        _shown.SetLength(0);
        _shown.Write(rest);
        return before;
    }

    /// <summary>Reads to the end.</summary>
    public async Task<TerminalEnd> EndsAsync()
    {
        await CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        return JsonSerializer.Deserialize(socket.CloseStatusDescription!, DroverJson.Default.TerminalEnd)!;
    }

    /// <summary>Reads to the end, whatever it is.</summary>
    public async Task<WebSocketCloseStatus?> CloseAsync()
    {
        while (await ReadAsync())
        {
            // What was shown is kept.
        }

        return socket.CloseStatus;
    }

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return _shown.DisposeAsync();
    }

    private async Task<bool> ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), Patience.Token);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Patience.Token);
                return false;
            }

            Assert.Equal(WebSocketMessageType.Binary, got.MessageType);
            _shown.Write(buffer.AsSpan(0, got.Count));
            return true;
        }
        catch (OperationCanceledException)
        {
            throw new PatienceException($"Nothing more was shown. Shown:\n{Text}");
        }
    }
}
