using System.Net.WebSockets;
using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Contracts.Terminals;
using Drover.Supervision.Logs;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Terminals;

/// <summary>
/// One viewer of a terminal: reads what was captured at its own pace, from its own position, and passes on what is typed. A viewer that takes
/// nothing waits in its own send; the terminal and the others do not know of it.
/// </summary>
internal sealed class TerminalViewer(KnownTerminal terminal, WebSocket socket)
{
    private const int Piece = 32 * 1024;
    private const int LongestControl = 4 * 1024;

    // For a close frame to be sent and answered.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    // A program that does not read leaves its terminal full; there is nothing that tells when it has room again.
    private static readonly TimeSpan FullPause = TimeSpan.FromMilliseconds(10);

    /// <summary>Serves the viewer until it goes, the terminal has ended and all was sent, or the daemon stops.</summary>
    public async Task RunAsync(CancellationToken stops)
    {
        terminal.ViewerCame();

        // To cancel a call of a web socket breaks it, so whoever is to get a close frame gets that first, and then a moment for its answer.
        using var breaks = CancellationTokenSource.CreateLinkedTokenSource(terminal.Removed);
        await using var stopping = stops.Register(() => breaks.CancelAfter(Goodbye));
        try
        {
            var sending = SendAsync(stops, breaks.Token);
            var receiving = ReceiveAsync(breaks.Token);
            await await Task.WhenAny(sending, receiving);
            breaks.CancelAfter(receiving.IsCompleted ? TimeSpan.Zero : Goodbye);
            await Task.WhenAll(sending, receiving);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The viewer went away, which is its right; the terminal goes on.
            if (socket.State is not (WebSocketState.CloseSent or WebSocketState.Closed))
            {
                socket.Abort();
            }
        }
        finally
        {
            terminal.ViewerLeft();
            terminal.Changed.Pulse();
        }
    }

    private async Task SendAsync(CancellationToken stops, CancellationToken breaks)
    {
        var span = terminal.Log.BytesOf(LogStream.Stdout);
        var position = Math.Max(span.First, span.End - TerminalLimits.Replay);
        var buffer = new byte[Piece];
        while (true)
        {
            // Both are taken before the read: what comes after it wakes.
            var changed = terminal.Changed.Next;
            var seen = terminal.Log.Position;
            var hasEnded = terminal.HasEnded;
            var read = terminal.Log.ReadBytes(LogStream.Stdout, position, buffer);
            if (read.From > position)
            {
                var skipped = JsonSerializer.SerializeToUtf8Bytes(new TerminalNotice(read.From - position), DroverJson.Default.TerminalNotice);
                await socket.SendAsync(skipped.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, breaks);
            }

            position = read.From + read.Count;
            if (read.Count > 0)
            {
                await socket.SendAsync(buffer.AsMemory(0, read.Count), WebSocketMessageType.Binary, endOfMessage: true, breaks);
            }
            else if (hasEnded)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, JsonSerializer.Serialize(terminal.End, DroverJson.Default.TerminalEnd), breaks);
                return;
            }
            else
            {
                using var woken = CancellationTokenSource.CreateLinkedTokenSource(stops, breaks);
                await Task.WhenAny(changed, terminal.Log.WaitForMoreAsync(seen, woken.Token));
                await woken.CancelAsync();
                breaks.ThrowIfCancellationRequested();
                if (stops.IsCancellationRequested)
                {
                    await CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "the daemon stops; the terminal may go on");
                    return;
                }
            }
        }
    }

    private async Task ReceiveAsync(CancellationToken breaks)
    {
        var buffer = new byte[Piece];
        var control = new List<byte>();
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), breaks);
            var bytes = buffer.AsMemory(0, got.Count);
            switch (got.MessageType)
            {
                case WebSocketMessageType.Binary:
                    await TypeAsync(bytes, breaks);
                    break;
                case WebSocketMessageType.Text:
                    control.AddRange(bytes.Span);
                    if (control.Count > LongestControl || (got.EndOfMessage && !await ObeyAsync([.. control])))
                    {
                        await CloseAsync(WebSocketCloseStatus.InvalidPayloadData, "text frames are {\"resize\":[cols,rows]} or {\"signal\":\"INT\"}");
                        return;
                    }

                    if (got.EndOfMessage)
                    {
                        control.Clear();
                    }

                    break;
                default:
                    await CloseAsync(WebSocketCloseStatus.NormalClosure, "");
                    return;
            }
        }
    }

    private async Task TypeAsync(ReadOnlyMemory<byte> bytes, CancellationToken over)
    {
        while (!bytes.IsEmpty && !terminal.HasEnded)
        {
            var outcome = await terminal.Process!.WriteAsync(bytes);
            if (outcome.Result != ControlResult.Accepted)
            {
                return;
            }

            bytes = bytes[outcome.Written..];
            if (!bytes.IsEmpty)
            {
                await Task.Delay(FullPause, TimeProvider.System, over);
            }
        }
    }

    private async Task<bool> ObeyAsync(byte[] text)
    {
        TerminalControl? control;
        try
        {
            control = JsonSerializer.Deserialize(text, DroverJson.Default.TerminalControl);
        }
        catch (JsonException)
        {
            return false;
        }

        switch (control)
        {
            case { Resize: [var columns, var rows], Signal: null } when TerminalSpec.SizeOf(columns, rows) is { } size:
                await terminal.Process!.ResizeAsync(size);
                return true;
            case { Resize: null, Signal: { } name } when SignalNames.TryParse(name, out var signal):
                await terminal.Process!.SignalForegroundAsync(signal);
                return true;
            default:
                return false;
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var enough = new CancellationTokenSource(Goodbye);
                await socket.CloseOutputAsync(status, reason, enough.Token);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }
}
