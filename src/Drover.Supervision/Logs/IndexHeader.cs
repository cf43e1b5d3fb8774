using System.Runtime.InteropServices;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Drover.Supervision.Logs;

/// <summary>
/// The head of an index file. There is one index file per segment, holding the records that begin in it, so that both are deleted
/// together and what is left still knows every total.
/// </summary>
/// <param name="Stream">The stream.</param>
/// <param name="SegmentBytes">Bytes of a segment of this log.</param>
/// <param name="SessionId">The session, for people with a hex dump.</param>
/// <param name="Number">Number of the segment, 1 for the first.</param>
/// <param name="FirstSequence">The number the session's next line had when the file was made.</param>
/// <param name="LinesBefore">Entries of this stream before this segment, since the session was created.</param>
/// <param name="SkippedBytes">Offsets of this stream that never held bytes: a log that was cleared goes on in the next segment.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexHeader(
    LogStream Stream, int SegmentBytes, Guid SessionId, int Number, long FirstSequence, long LinesBefore, long SkippedBytes)
{
    public const int Size = 64;

    private const ushort Version = 1;
    private const int ChecksumAt = Size - sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "DRVRIDX\n"u8;

    public void Write(Span<byte> target)
    {
        Magic.CopyTo(target);
        WriteUInt16LittleEndian(target[8..], Version);
        target[10] = (byte)Stream;
        target[11] = 0;
        WriteInt32LittleEndian(target[12..], SegmentBytes);
        SessionId.TryWriteBytes(target[16..]);
        WriteInt32LittleEndian(target[32..], Number);
        WriteInt64LittleEndian(target[36..], FirstSequence);
        WriteInt64LittleEndian(target[44..], LinesBefore);
        WriteInt64LittleEndian(target[52..], SkippedBytes);
        WriteUInt32LittleEndian(target[ChecksumAt..], Checksum.Of(target[..ChecksumAt]));
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out IndexHeader header)
    {
        if (source.Length < Size
            || !source.StartsWith(Magic)
            || ReadUInt16LittleEndian(source[8..]) != Version
            || ReadUInt32LittleEndian(source[ChecksumAt..]) != Checksum.Of(source[..ChecksumAt]))
        {
            header = default;
            return false;
        }

        header = new IndexHeader(
            (LogStream)source[10],
            ReadInt32LittleEndian(source[12..]),
            new Guid(source.Slice(16, 16)),
            ReadInt32LittleEndian(source[32..]),
            ReadInt64LittleEndian(source[36..]),
            ReadInt64LittleEndian(source[44..]),
            ReadInt64LittleEndian(source[52..]));
        return header.SegmentBytes is >= LogOptions.MinSegmentBytes and <= LogOptions.MaxSegmentBytes && header.Number > 0;
    }
}
