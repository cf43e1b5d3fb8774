using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs;

/// <content>A stream as bytes, without lines: for terminals.</content>
public sealed partial class SessionLog
{
    /// <summary>Which bytes of a stream are there now.</summary>
    /// <param name="stream">The stream.</param>
    public LogSpan BytesOf(LogStream stream)
    {
        lock (_gate)
        {
            var log = _streams[(int)stream];
            return new LogSpan(Math.Min(log.StartOf(log.FirstNumber), log.End), log.End);
        }
    }

    /// <summary>Reads a stream as it was written, at any position.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="from">Position of the first byte wanted.</param>
    /// <param name="buffer">Receives the bytes; it need not be filled although there are more.</param>
    /// <returns>What was read, and where it stands.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public LogBytes ReadBytes(LogStream stream, long from, Span<byte> buffer)
    {
        while (true)
        {
            var span = BytesOf(stream);
            from = Math.Max(from, span.First);
            if (from >= span.End || buffer.IsEmpty)
            {
                return new LogBytes(from, 0);
            }

            var log = _streams[(int)stream];
            var number = log.NumberOf(from);
            var next = log.StartOf(number + 1);
            var count = (int)Math.Min(Math.Min(span.End, next) - from, buffer.Length);
            var read = ReadSegment(SegmentNames.BytesPath(Directory, stream, number), buffer[..count], from - log.StartOf(number));
            if (read > 0)
            {
                return new LogBytes(from, read);
            }

            // Retention was quicker, or a damaged file ends early: it goes on behind.
            from = Math.Min(next, span.End);
        }
    }

    private static int ReadSegment(string path, Span<byte> buffer, long at)
    {
        var fd = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec);
        if (fd >= 0)
        {
            using var file = new FileDescriptor(fd);
            fd = Files.PRead(fd, buffer, at);
        }

        return fd >= 0 || fd == -Errno.ENOENT ? fd : throw new IOException($"{path} cannot be read: {Errno.Describe(-fd)}.");
    }
}
