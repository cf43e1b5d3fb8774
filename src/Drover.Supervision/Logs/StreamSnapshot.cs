using System.Runtime.InteropServices;

namespace Drover.Supervision.Logs;

/// <summary>What a reader needs to know of a stream; consistent with the numbers of the same <see cref="LogSnapshot"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StreamSnapshot(
    LogStream Stream, string Directory, int SegmentBytes, Segment[] Segments, int LastRecords, long Lines, long DroppedLines, long EndSequence)
{
    public int RecordsOf(int segment) => segment == Segments.Length - 1 ? LastRecords : Segments[segment].Records;

    /// <summary>Lines below this number of this stream have been dropped, when any have.</summary>
    public long FirstSequence => Segments.Length == 0 ? 1 : Segments[0].FirstSequence;
}

/// <summary>A log at one moment.</summary>
internal sealed record LogSnapshot(StreamSnapshot[] Streams, long NextSequence)
{
    public StreamSnapshot this[LogStream stream] => Streams[(int)stream];
}
