using System.Runtime.InteropServices;
using System.Text;

namespace Drover.Supervision.Logs;

[StructLayout(LayoutKind.Auto)]
internal readonly record struct SystemLine(int Run, long TimeMicros, byte[] Bytes);

/// <summary>The daemon's own lines on their way to disk. On a full disk they wait here; beyond the bound the oldest are lost.</summary>
internal sealed class SystemQueue
{
    private const int Bound = 1000;
    private readonly Queue<SystemLine> _lines = new();

    /// <summary>Adds a line.</summary>
    /// <returns>False when an older one had to go for it.</returns>
    public bool Add(int run, long timeMicros, string line)
    {
        var isFull = _lines.Count >= Bound;
        if (isFull)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue(new SystemLine(run, timeMicros, Encoding.UTF8.GetBytes(line + "\n")));
        return !isFull;
    }

    /// <summary>Writes what waits to the stream, in order, until something fails.</summary>
    /// <returns>0 when nothing waits any more, else the negative error number.</returns>
    public int Flush(StreamLog stream, Span<byte> buffer)
    {
        while (_lines.TryPeek(out var line))
        {
            var answer = Write(stream, line, buffer);
            if (answer < 0)
            {
                return answer;
            }
        }

        return 0;
    }

    private int Write(StreamLog stream, SystemLine line, Span<byte> buffer)
    {
        // What an earlier failure left without a number belongs before this line.
        var answer = stream.IndexNew(line.Run, line.TimeMicros, buffer);
        var rest = line.Bytes.AsSpan();
        var start = stream.End;
        var written = 0;
        while (answer >= 0 && written < rest.Length)
        {
            var number = stream.NumberOf(start + written);
            var at = start + written - stream.StartOf(number);
            var count = (int)Math.Min(rest.Length - written, stream.SegmentBytes - at);
            answer = stream.Files.OpenBytes(number);
            answer = answer < 0 ? answer : stream.Files.WriteBytes(rest.Slice(written, count), at);
            written += count;
        }

        if (answer < 0)
        {
            return answer;
        }

        stream.Extend(rest.Length);
        _lines.Dequeue();
        return stream.IndexNew(line.Run, line.TimeMicros, buffer);
    }
}
