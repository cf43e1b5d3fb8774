using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Drover.Daemon.Sandboxing;

/// <summary>One connection through the door: reads a request's head, connects, and passes bytes on.</summary>
internal sealed class EgressConnection(Socket client, EgressRules rules, Action<EgressDenial> denied)
{
    private const int LargestHead = 64 * 1024;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken stop)
    {
        await using var near = new NetworkStream(client, ownsSocket: true);
        try
        {
            await ServeAsync(near, stop).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side went away, or the door closes: the other one sees its connection end, which is all there is to say.
            return;
        }
    }

    private async Task ServeAsync(NetworkStream near, CancellationToken stop)
    {
        var buffer = new byte[LargestHead];
        var (length, end) = await ReadHeadAsync(near, buffer, stop).ConfigureAwait(false);
        if (length == 0)
        {
            return;
        }

        if (end < 0 || EgressRequest.Parse(Encoding.Latin1.GetString(buffer, 0, end)) is not { } request)
        {
            await AnswerAsync(near, 400, "Bad Request", "This proxy takes CONNECT host:port and absolute http:// addresses.", stop).ConfigureAwait(false);
            return;
        }

        if (rules.Refuse(request.Host, request.Port) is { } reason)
        {
            await DenyAsync(near, request, reason, stop).ConfigureAwait(false);
            return;
        }

        Socket? far;
        try
        {
            (far, var refusal) = await ConnectAsync(request, stop).ConfigureAwait(false);
            if (far is null)
            {
                await DenyAsync(near, request, refusal!, stop).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception problem) when (problem is SocketException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            await AnswerAsync(near, 502, "Bad Gateway", $"{request.Host}:{request.Port} does not answer: {problem.Message}", stop).ConfigureAwait(false);
            return;
        }

        await using var remote = new NetworkStream(far, ownsSocket: true);
        await PassAsync(near, remote, request, buffer.AsMemory(end, length - end), stop).ConfigureAwait(false);
    }

    private static async Task PassAsync(NetworkStream near, NetworkStream remote, EgressRequest request, ReadOnlyMemory<byte> rest, CancellationToken stop)
    {
        if (request.IsTunnel)
        {
            await near.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stop).ConfigureAwait(false);
        }

        // In one piece: a server may answer and close at the end of the head, and a second write, even of nothing, would be one too many.
        byte[] first = [.. Encoding.Latin1.GetBytes(request.Head), .. rest.Span];
        if (first.Length > 0)
        {
            await remote.WriteAsync(first, stop).ConfigureAwait(false);
        }

        await StreamPair.PumpAsync(near, remote, stop).ConfigureAwait(false);
    }

    private static async Task<(int Length, int End)> ReadHeadAsync(NetworkStream near, byte[] buffer, CancellationToken stop)
    {
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await near.ReadAsync(buffer.AsMemory(length), stop).ConfigureAwait(false);
            if (read == 0)
            {
                return (length, -1);
            }

            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return (length, end + 4);
            }
        }

        return (length, -1);
    }

    private static async Task<(Socket? Far, string? Refusal)> ConnectAsync(EgressRequest request, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(ConnectPatience);
        var host = request.Host.Trim('[', ']');
        var addresses = EgressRules.IsHere(host) && !IPAddress.TryParse(host, out _) ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : await Dns.GetHostAddressesAsync(host, patience.Token).ConfigureAwait(false);
        if (addresses.Select(address => EgressRules.RefuseAddress(request.Host, address)).FirstOrDefault(refusal => refusal is not null) is { } refusal)
        {
            return (null, refusal);
        }

        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, request.Port, patience.Token).ConfigureAwait(false);
                return (socket, null);
            }
            catch (SocketException problem)
            {
                last = problem;
                socket.Dispose();
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private async Task DenyAsync(NetworkStream near, EgressRequest request, string reason, CancellationToken stop)
    {
        denied(new EgressDenial(request.Host, request.Port, reason));
        await AnswerAsync(near, 403, "Forbidden", $"The policy of this task does not open {request.Host}:{request.Port}: {reason}.", stop).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(NetworkStream near, int status, string phrase, string text, CancellationToken stop)
    {
        var body = Encoding.UTF8.GetBytes(text + "\n");
        var head = $"HTTP/1.1 {status} {phrase}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await near.WriteAsync(Encoding.Latin1.GetBytes(head), stop).ConfigureAwait(false);
        await near.WriteAsync(body, stop).ConfigureAwait(false);
    }
}
