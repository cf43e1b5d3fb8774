using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Drover.Contracts.Client;

/// <summary>
/// One request and its answer on a connection of its own. HttpClient takes 45 ms to load and compile in a fresh process, this 6 ms,
/// and a command line lives for a single request.
/// </summary>
internal sealed class HttpExchange : IDisposable
{
    private const int HeadLimit = 64 * 1024;

    private readonly NetworkStream _stream;
    private readonly HttpBody _body;

    private readonly string[] _head;

    private HttpExchange(NetworkStream stream, int status, string[] head, string? contentType, HttpBody body)
        => (_stream, Status, _head, ContentType, _body) = (stream, status, head, contentType, body);

    internal int Status { get; }

    /// <summary>Media type without parameters, lower case.</summary>
    internal string? ContentType { get; }

    public void Dispose() => _stream.Dispose();

    internal string? Header(string name) => Header(_head, name);

    /// <exception cref="SocketException">Nobody answers there.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    internal static async Task<HttpExchange> SendAsync(DaemonAddress address, HttpCall call, CancellationToken cancellation)
    {
        var stream = new NetworkStream(await address.ConnectAsync(cancellation), ownsSocket: true);
        try
        {
            if (cancellation.CanBeCanceled)
            {
                await stream.WriteAsync(Compose(address, call), cancellation);
            }
            else
            {
                stream.Write(Compose(address, call));
            }

            return await ReadHeadAsync(stream, cancellation);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    internal ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellation) => _body.ReadAsync(target, cancellation);

    internal ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _stream.WriteAsync(bytes, cancellation);

    internal async Task<ReadOnlyMemory<byte>> ReadToEndAsync(CancellationToken cancellation)
    {
        var bytes = new byte[16 * 1024];
        var count = 0;
        while (true)
        {
            var got = await _body.ReadAsync(bytes.AsMemory(count), cancellation);
            if (got == 0)
            {
                return bytes.AsMemory(0, count);
            }

            count += got;
            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }
        }
    }

    private static byte[] Compose(DaemonAddress address, HttpCall call)
    {
        var head = new StringBuilder(256)
            .Append(call.Method).Append(' ').Append(call.Path).Append(" HTTP/1.1\r\nHost: ").Append(address.Authority)
            .Append(call.IsUpgrade ? "\r\nConnection: Upgrade\r\nUpgrade: websocket" : "\r\nConnection: close").Append("\r\nAccept: ").Append(call.Accept).Append("\r\n");
        if (address.Token is { } token)
        {
            head.Append("Authorization: Bearer ").Append(token).Append("\r\n");
        }

        if (call.ContentType is { } contentType)
        {
            head.Append("Content-Type: ").Append(contentType).Append("\r\n");
        }

        if (call.Method is not "GET")
        {
            head.Append("Content-Length: ").Append(call.Body.Length.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
        }

        foreach (var (name, value) in call.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        var text = head.Append("\r\n").ToString();
        var bytes = new byte[text.Length + call.Body.Length];
        Encoding.ASCII.GetBytes(text, bytes);
        call.Body.Span.CopyTo(bytes.AsSpan(text.Length));
        return bytes;
    }

    // HTTP/1.1 200 OK
    // Content-Type: application/json; charset=utf-8
    // Transfer-Encoding: chunked
    private static async Task<HttpExchange> ReadHeadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        var count = 0;
        int head;
        while ((head = buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (count == buffer.Length)
            {
                Array.Resize(ref buffer, count < HeadLimit ? count * 2 : throw new InvalidDataException("The head of the answer is too long."));
            }

            var got = await HttpBody.ReadAsync(stream, buffer.AsMemory(count), cancellation);
            count += got > 0 ? got : throw new EndOfStreamException("The daemon closed the connection without an answer.");
        }

        var lines = Encoding.ASCII.GetString(buffer, 0, head).Split("\r\n");
        if (lines[0].Length < 12 || !lines[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(lines[0].AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new InvalidDataException("The answer is not HTTP.");
        }

        var length = Header(lines, "Content-Length") is { } text ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : (long?)null;
        var chunked = string.Equals(Header(lines, "Transfer-Encoding"), "chunked", StringComparison.OrdinalIgnoreCase);
        if (status is 204 or 304)
        {
            length = 0;
        }

        var contentType = Header(lines, "Content-Type");
        if (contentType?.IndexOf(';', StringComparison.Ordinal) is { } semicolon and >= 0)
        {
            contentType = contentType[..semicolon];
        }

        return new HttpExchange(stream, status, lines, contentType?.Trim(), new HttpBody(stream, buffer, head + 4, count, length, chunked));
    }

    private static string? Header(string[] lines, string name)
    {
        foreach (var line in lines)
        {
            if (line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return null;
    }
}
