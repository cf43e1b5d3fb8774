using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>Messages of a client: one on each line.</summary>
internal static class LineReader
{
    // The daemon's own limit (http.max_body_bytes) is far below; this one is for a stream that has no lines at all.
    private const long Longest = 256 << 20;

    /// <exception cref="InvalidDataException">A line does not end.</exception>
    internal static async IAsyncEnumerable<byte[]> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken ends)
    {
        var reader = PipeReader.Create(stream);
        while (true)
        {
            var read = await reader.ReadAsync(ends);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return Trimmed(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                yield return Trimmed(buffer);
                yield break;
            }

            if (buffer.Length > Longest)
            {
                throw new InvalidDataException($"A message is longer than {Longest} bytes.");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static byte[] Trimmed(ReadOnlySequence<byte> line) => line.ToArray() is var bytes && bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes;
}
