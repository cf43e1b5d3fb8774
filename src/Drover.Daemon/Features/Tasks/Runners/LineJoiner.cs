using System.Buffers;
using System.Text;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>Makes whole lines of the pieces in which the log keeps long ones.</summary>
internal sealed class LineJoiner
{
    // Four times what the largest tool results seen in practice take; beyond it a line is only bytes in the log.
    private const int MostBytes = 32 << 20;

    private readonly Dictionary<LogStream, Unfinished> _pieces = [];

    /// <summary>The line that ends with this piece; null when it goes on, or was longer than anything that makes sense.</summary>
    public string? Take(LogStream stream, ReadOnlySpan<byte> piece, bool continued)
    {
        if (!_pieces.TryGetValue(stream, out var unfinished))
        {
            if (!continued)
            {
                return Encoding.UTF8.GetString(piece);
            }

            _pieces[stream] = unfinished = new Unfinished();
        }

        unfinished.Add(piece);
        if (continued)
        {
            return null;
        }

        _pieces.Remove(stream);
        return unfinished.Text();
    }

    private sealed class Unfinished
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private bool _tooLong;

        public void Add(ReadOnlySpan<byte> piece)
        {
            _tooLong |= _bytes.WrittenCount + piece.Length > MostBytes;
            if (_tooLong)
            {
                _bytes.ResetWrittenCount();
            }
            else
            {
                _bytes.Write(piece);
            }
        }

        public string? Text() => _tooLong ? null : Encoding.UTF8.GetString(_bytes.WrittenSpan);
    }
}
