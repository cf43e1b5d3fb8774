using System.Globalization;

namespace Drover.Contracts.Client;

/// <summary>
/// The body of one HTTP/1.1 answer, whichever way its end is told: by length, by chunks, or by the end of the connection
/// (RFC 9112, sections 6.3 and 7.1).
/// </summary>
internal sealed class HttpBody(Stream source, byte[] buffer, int start, int end, long? length, bool chunked)
{
    private int _start = start;
    private int _end = end;
    private long _left = chunked ? 0 : length ?? long.MaxValue;
    private bool _firstChunk = true;
    private bool _ended;

    /// <summary>Reads decoded bytes; 0 at the end. A connection that ends too early is an <see cref="EndOfStreamException"/>.</summary>
    internal async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellation)
    {
        if (_ended || target.IsEmpty)
        {
            return 0;
        }

        if (_left == 0 && (!chunked || !await NextChunkAsync(cancellation)))
        {
            _ended = true;
            return 0;
        }

        var wanted = (int)Math.Min(target.Length, _left);
        int got;
        if (_start < _end)
        {
            got = Math.Min(wanted, _end - _start);
            buffer.AsMemory(_start, got).CopyTo(target);
            _start += got;
        }
        else
        {
            got = await ReadAsync(source, target[..wanted], cancellation);
        }

        if (got == 0)
        {
            _ended = true;
            return chunked || length is not null ? throw new EndOfStreamException("The daemon closed the connection in the middle of its answer.") : 0;
        }

        _left -= got;
        return got;
    }

    /// <summary>
    /// Reads from a connection. A call that nobody can cancel may as well block: it saves a fresh process the start of the thread pool and the
    /// compiling of everything behind an await that does not complete at once, 15 ms.
    /// </summary>
    internal static ValueTask<int> ReadAsync(Stream source, Memory<byte> target, CancellationToken cancellation)
        => cancellation.CanBeCanceled ? source.ReadAsync(target, cancellation) : ValueTask.FromResult(source.Read(target.Span));

    // "1a3;name=value\r\n" + 0x1a3 bytes + "\r\n", …, "0\r\n" + trailers + "\r\n"
    private async ValueTask<bool> NextChunkAsync(CancellationToken cancellation)
    {
        if (!_firstChunk)
        {
            await ReadLineAsync(cancellation);
        }

        _firstChunk = false;
        var line = await ReadLineAsync(cancellation);
        var extension = line.IndexOf(';', StringComparison.Ordinal);
        if (!long.TryParse(extension < 0 ? line : line[..extension], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left))
        {
            throw new InvalidDataException($"\"{line}\" is not the size of a chunk.");
        }

        return _left > 0;
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var newline = buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = System.Text.Encoding.ASCII.GetString(buffer, _start, newline).TrimEnd('\r');
                _start += newline + 1;
                return line;
            }

            if (_start > 0)
            {
                buffer.AsSpan(_start, _end - _start).CopyTo(buffer);
                (_start, _end) = (0, _end - _start);
            }

            if (_end == buffer.Length)
            {
                throw new InvalidDataException("A line of the answer's framing is too long.");
            }

            var got = await ReadAsync(source, buffer.AsMemory(_end), cancellation);
            _end += got > 0 ? got : throw new EndOfStreamException("The daemon closed the connection in the middle of its answer.");
        }
    }
}
