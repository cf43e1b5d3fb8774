using System.Net.Sockets;

namespace Drover.Daemon.Sandboxing;

/// <summary>Passes bytes between two connections until both directions have ended.</summary>
internal static class StreamPair
{
    private const int BufferSize = 64 * 1024;

    public static async Task PumpAsync(NetworkStream one, NetworkStream other, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var there = CopyAsync(one, other, either.Token);
        var back = CopyAsync(other, one, either.Token);
        try
        {
            await (await Task.WhenAny(there, back).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
            // What cannot be written any more must not be read any longer: the other direction would wait for ever.
            await either.CancelAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(there, back).ConfigureAwait(false);
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken stop)
    {
        await from.CopyToAsync(to, BufferSize, stop).ConfigureAwait(false);
        to.Socket.Shutdown(SocketShutdown.Send);
    }
}
