namespace Drover.Supervision.Logs;

/// <summary>
/// Where the capture of one stream puts bytes: it asks <see cref="Prepare"/>, moves at most <see cref="Room"/> bytes to
/// <see cref="Descriptor"/> at <see cref="Offset"/>, and tells <see cref="Commit"/> how many. One thread only.
/// </summary>
internal sealed class SegmentWriter(SessionLog log, StreamLog stream)
{
    /// <summary>The open segment file.</summary>
    public int Descriptor => stream.Files.BytesDescriptor;

    /// <summary>Where in the file the next byte goes.</summary>
    public long Offset => stream.End - stream.StartOf(stream.NextNumber);

    /// <summary>How many bytes still fit into the segment.</summary>
    public int Room => (int)(stream.SegmentBytes - Offset);

    /// <summary>True when bytes are in the file that have no number yet, because the index could not be written.</summary>
    public bool IsBehind => stream.ScannedEnd < stream.End;

    /// <summary>Opens the segment for the next bytes.</summary>
    /// <returns>0 or the negative error number.</returns>
    public int Prepare() => log.Prepare(stream);

    /// <summary>Indexes bytes that were moved, and those that earlier failures left behind. Zero bytes only try the latter again.</summary>
    /// <returns>0 or the negative error number: the bytes are safe but without numbers until a later call succeeds.</returns>
    public int Commit(int bytes, int run) => log.Commit(stream, bytes, run);
}
