using System.Runtime.InteropServices;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Drover.Supervision.Logs;

/// <summary>
/// One record of an index file: a stretch of whole entries that were completed by one write of the child. Where a stretch ends the
/// next begins, so a record needs no length of lines and no state of its neighbours.
/// </summary>
/// <param name="TimeMicros">Arrival, microseconds since 1970-01-01 UTC.</param>
/// <param name="FirstSequence">Number of the first entry; the others follow without a hole.</param>
/// <param name="Offset">Where the stretch begins in the stream.</param>
/// <param name="Count">Its bytes.</param>
/// <param name="Entries">Its entries, at least one.</param>
/// <param name="LinesBefore">Entries of this stream between the start of the segment and this record.</param>
/// <param name="Run">The run that wrote it.</param>
/// <param name="EndOfRun">The last entry has no newline: its run ended.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexRecord(
    long TimeMicros, long FirstSequence, long Offset, int Count, int Entries, int LinesBefore, int Run, bool EndOfRun)
{
    public const int Size = 48;

    private const int ChecksumAt = Size - sizeof(uint);

    public long End => Offset + Count;

    public long EndSequence => FirstSequence + Entries;

    public void Write(Span<byte> target)
    {
        WriteInt64LittleEndian(target, TimeMicros);
        WriteInt64LittleEndian(target[8..], FirstSequence);
        WriteInt64LittleEndian(target[16..], Offset);
        WriteInt32LittleEndian(target[24..], Count);
        WriteInt32LittleEndian(target[28..], Entries);
        WriteInt32LittleEndian(target[32..], LinesBefore);
        WriteInt32LittleEndian(target[36..], Run);
        WriteInt32LittleEndian(target[40..], EndOfRun ? 1 : 0);
        WriteUInt32LittleEndian(target[ChecksumAt..], Checksum.Of(target[..ChecksumAt]));
    }

    /// <summary>False when the bytes are no record: torn, never written or damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out IndexRecord record)
    {
        if (source.Length < Size || ReadUInt32LittleEndian(source[ChecksumAt..]) != Checksum.Of(source[..ChecksumAt]))
        {
            record = default;
            return false;
        }

        record = new IndexRecord(
            ReadInt64LittleEndian(source),
            ReadInt64LittleEndian(source[8..]),
            ReadInt64LittleEndian(source[16..]),
            ReadInt32LittleEndian(source[24..]),
            ReadInt32LittleEndian(source[28..]),
            ReadInt32LittleEndian(source[32..]),
            ReadInt32LittleEndian(source[36..]),
            ReadInt32LittleEndian(source[40..]) != 0);
        return record is { Count: > 0, Entries: > 0, Offset: >= 0, FirstSequence: > 0, LinesBefore: >= 0 };
    }
}
