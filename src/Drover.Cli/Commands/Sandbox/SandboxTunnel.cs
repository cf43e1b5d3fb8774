using System.Net.Sockets;
using System.Text;

namespace Drover.Cli.Commands.Sandbox;

/// <summary>A connection through the daemon's proxy to a port of this machine.</summary>
internal static class SandboxTunnel
{
    private const int LargestAnswer = 4096;

    /// <summary>Asks the proxy for the port. False when it refuses.</summary>
    internal static async Task<bool> OpenAsync(NetworkStream far, int port)
    {
        await far.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT 127.0.0.1:{port} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")).ConfigureAwait(false);
        // Byte by byte: what comes behind the empty line belongs to the client.
        var answer = new List<byte>(128);
        var one = new byte[1];
        while (answer.Count < LargestAnswer && await far.ReadAsync(one).ConfigureAwait(false) == 1)
        {
            answer.Add(one[0]);
            if (answer is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
            {
                return Encoding.ASCII.GetString([.. answer]).Split(' ') is [_, "200", ..];
            }
        }

        return false;
    }

    /// <summary>Passes bytes until both directions have ended, or one broke.</summary>
    internal static async Task PumpAsync(NetworkStream near, NetworkStream far)
    {
        using var broken = new CancellationTokenSource();
        var directions = new[] { CopyAsync(near, far, broken.Token), CopyAsync(far, near, broken.Token) };
        try
        {
            await (await Task.WhenAny(directions).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is IOException or SocketException)
        {
            // The other direction would wait for somebody who is gone.
            await broken.CancelAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(directions).ConfigureAwait(false);
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken stop)
    {
        await from.CopyToAsync(to, stop).ConfigureAwait(false);
        to.Socket.Shutdown(SocketShutdown.Send);
    }
}
