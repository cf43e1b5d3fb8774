namespace Drover.Supervision.Logs.Reading;

/// <summary>Copies of lines, side by side in few arrays: one array per line would cost more than the line.</summary>
internal sealed class LineArena
{
    private const int FirstChunk = 4 << 10;
    private const int LastChunk = 64 << 10;

    private byte[] _chunk = [];
    private int _used;
    private int _nextChunk = FirstChunk;

    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> line)
    {
        if (line.Length > _nextChunk)
        {
            return line.ToArray();
        }

        if (line.Length > _chunk.Length - _used)
        {
            _chunk = new byte[_nextChunk];
            _used = 0;
            _nextChunk = Math.Min(_nextChunk * 2, LastChunk);
        }

        var copy = _chunk.AsMemory(_used, line.Length);
        line.CopyTo(copy.Span);
        _used += line.Length;
        return copy;
    }
}
