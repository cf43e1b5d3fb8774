using System.Buffers.Text;
using System.Text;

namespace Drover.TestChild.Output;

/// <summary>
/// Numbered lines for comparisons byte by byte: <c>000000000001 abc…</c>. The same count gives the same bytes;
/// <see cref="Numbered"/> writes them in blocks of <c>block=</c> bytes that do not respect lines.
/// </summary>
internal sealed class Numbered : IVerb
{
    private const string Payload = " the quick brown fox jumps over the lazy dog, and does so again\n";

    public string Summary => "lines=N (0: endless, or until=FILE is there) stream=out|err block=65536 pause-ms=0 copy=FILE (also written there) code=0";

    public int Run(Options options)
    {
        var lines = options.Number("lines", 0);
        var pause = (int)options.Number("pause-ms", 0);
        var stream = string.Equals(options.Text("stream"), "err", StringComparison.Ordinal) ? Child.Err : Child.Out;
        using var copy = options.Text("copy") is { } path ? File.Create(path) : Stream.Null;
        var payload = Encoding.ASCII.GetBytes(Payload);
        var block = new byte[options.Number("block", 65_536)];
        var line = new byte[12 + payload.Length];
        payload.CopyTo(line, 12);
        var used = 0;
        var ended = false;
        for (long number = 1; !ended && (lines == 0 || number <= lines); number++)
        {
            Utf8Formatter.TryFormat(number, line, out _, new System.Buffers.StandardFormat('D', 12));
            for (var taken = 0; taken < line.Length;)
            {
                var part = Math.Min(line.Length - taken, block.Length - used);
                line.AsSpan(taken, part).CopyTo(block.AsSpan(used));
                taken += part;
                used += part;
                if (used == block.Length)
                {
                    Write(used);
                }
            }
        }

        Write(used);
        return (int)options.Number("code", 0);

        // The copy goes first: it is then never behind what the pipe took.
        void Write(int count)
        {
            copy.Write(block, 0, count);
            copy.Flush();
            stream.Write(block, 0, count);
            used = 0;
            ended = options.Text("until") is { } file && File.Exists(file);
            if (pause > 0)
            {
                Thread.Sleep(pause);
            }
        }
    }
}
