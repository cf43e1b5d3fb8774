using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Drover.Cli.Commands.Terminals;

/// <summary>Shows a terminal of the daemon's in this one, until its command ends, it is left, a signal comes, or the daemon goes.</summary>
internal sealed class TerminalView(Invocation call, string terminal, byte? detachKey) : IDisposable
{
    private const int Piece = 16 * 1024;

    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ScreenState _screen = new();
    private volatile int _signal;
    private volatile bool _detached;

    public void Dispose()
    {
        _over.Dispose();
        _sending.Dispose();
    }

    internal async Task<int> RunAsync(DroverClient client)
    {
        // Before the terminal is changed: whatever ends this from here on, it is changed back.
        using var term = Until(PosixSignal.SIGTERM, 15);
        using var hup = Until(PosixSignal.SIGHUP, 1);
        using var quit = Until(PosixSignal.SIGQUIT, 3);
        using var interrupt = Until(PosixSignal.SIGINT, 2);
        var viewed = await client.ViewTerminalAsync(terminal);
        if (viewed.Error is { } refused)
        {
            return call.Fail(refused);
        }

        using var socket = viewed.Value;
        await using (var raw = await RawMode.BeginAsync())
        {
            if (raw is null)
            {
                return call.Usage("It needs a terminal whose keys stty can hand over.");
            }

            using var resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, context => { _ = ResizeAsync(socket); });
            await ShowAsync(socket);
        }

        return Outcome(socket);
    }

    private async Task ShowAsync(WebSocket socket)
    {
        try
        {
            await ResizeAsync(socket);
            _ = TypeAsync(socket);
            await PrintAsync(socket);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // Left, ended by a signal, or the daemon is gone: told when the terminal is itself again.
        }
        finally
        {
            await _over.CancelAsync();
            if (socket.CloseStatus != WebSocketCloseStatus.NormalClosure)
            {
                await WriteAsync(Encoding.ASCII.GetBytes(_screen.Undo));
            }
        }
    }

    private int Outcome(WebSocket socket)
    {
        if (_signal > 0)
        {
            return 128 + _signal;
        }

        if (_detached)
        {
            call.Say($"\nLeft {terminal}, which goes on. Return with: drover term {terminal}");
            return ExitCodes.Ok;
        }

        if (socket.CloseStatus == WebSocketCloseStatus.NormalClosure && DroverClient.EndOf(socket.CloseStatusDescription) is { } end)
        {
            if (end.Reason != TerminalReason.Exited)
            {
                call.Say($"\n{terminal} ended: {end.Reason switch
                {
                    TerminalReason.Deleted => "somebody stopped it",
                    TerminalReason.Idle => "nobody used it",
                    TerminalReason.DaemonStopped => "the daemon was stopped",
                    TerminalReason.FailedToStart => "its command could not be started",
                    _ => "nobody saw how",
                }}.");
            }

            return end.Code;
        }

        return call.Fail(new Error(ErrorCodes.DaemonUnreachable, $"The connection to the daemon broke. Unless it ended with it, {terminal} goes on: drover term {terminal}"));
    }

    private async Task PrintAsync(WebSocket socket)
    {
        var buffer = new byte[Piece];
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), _over.Token);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            if (got.MessageType == WebSocketMessageType.Text)
            {
                // It tells of bytes that were missed; there is no place to say so on a screen that is the program's.
                continue;
            }

            _screen.See(buffer.AsSpan(0, got.Count));
            await WriteAsync(buffer.AsMemory(0, got.Count));
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var output = call.Terminal.Bytes;
        await output.WriteAsync(bytes);
        await output.FlushAsync();
    }

    // Nobody waits for it: a read of a terminal ends with the next key and not before.
    private async Task TypeAsync(WebSocket socket)
    {
        try
        {
            // Console's stream would wait for lines.
            await using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 0);
            var buffer = new byte[Piece];
            while (!_over.IsCancellationRequested)
            {
                var got = await input.ReadAsync(buffer, _over.Token);
                var detachAt = detachKey is { } key ? buffer.AsSpan(0, got).IndexOf(key) : -1;
                var typed = buffer.AsMemory(0, detachAt < 0 ? got : detachAt);
                if (!typed.IsEmpty)
                {
                    await SendAsync(socket, typed, WebSocketMessageType.Binary);
                }

                if (got == 0 || detachAt >= 0)
                {
                    _detached = true;
                    break;
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException or UnauthorizedAccessException)
        {
            // The terminal or the daemon is gone. Of the daemon the other direction tells more.
            _detached = gone is UnauthorizedAccessException;
        }

        await _over.CancelAsync();
    }

    private async Task ResizeAsync(WebSocket socket)
    {
        try
        {
            if (await RawMode.SizeAsync() is { } size)
            {
                var frame = JsonSerializer.SerializeToUtf8Bytes(new TerminalControl { Resize = [size.Columns, size.Rows] }, DroverJson.Default.TerminalControl);
                await SendAsync(socket, frame, WebSocketMessageType.Text);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // The other direction tells that the daemon is gone.
        }
    }

    private async Task SendAsync(WebSocket socket, ReadOnlyMemory<byte> bytes, WebSocketMessageType type)
    {
        await _sending.WaitAsync(_over.Token);
        try
        {
            await socket.SendAsync(bytes, type, endOfMessage: true, _over.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    private PosixSignalRegistration Until(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _signal = number;
        _over.Cancel();
    });
}
