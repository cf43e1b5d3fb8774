using System.Buffers;
using System.Buffers.Text;

namespace Drover.Daemon.Features.Jobs.Streaming;

/// <summary>
/// Collects small pieces into large ones of a buffer writer: the server sends each piece it is given by itself, and one of 64 KiB costs hardly more
/// than one of a hundred bytes.
/// </summary>
internal ref struct FrameBuffer(IBufferWriter<byte> output)
{
    private const int Piece = 64 << 10;

    private Span<byte> _span;
    private int _used;

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _used += bytes.Length;
    }

    public void Write(long number)
    {
        _ = Utf8Formatter.TryFormat(number, Room(LongestNumber), out var digits);
        _used += digits;
    }

    /// <summary>Bytes in base64.</summary>
    public void WriteBase64(scoped ReadOnlySpan<byte> bytes)
    {
        _ = Base64.EncodeToUtf8(bytes, Room(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _used += written;
    }

    /// <summary>Hands over what was written last.</summary>
    public void Complete()
    {
        if (_used > 0)
        {
            output.Advance(_used);
        }

        _span = default;
        _used = 0;
    }

    private const int LongestNumber = 20;

    private Span<byte> Room(int length)
    {
        if (_span.Length - _used < length)
        {
            Complete();
            _span = output.GetSpan(Math.Max(Piece, length));
        }

        return _span[_used..];
    }
}
