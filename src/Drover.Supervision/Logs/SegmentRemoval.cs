using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs;

/// <summary>
/// Files of segments that a log has forgotten. Bytes go before their index: a daemon that dies in between finds an index without
/// bytes, which says by itself that it is to go.
/// </summary>
internal sealed record SegmentRemoval(string Directory, LogStream Stream, int From, int Before)
{
    /// <summary>Deletes the files.</summary>
    /// <returns>Bytes that were freed.</returns>
    public long Run()
    {
        var freed = 0L;
        for (var number = From; number < Before; number++)
        {
            freed += Delete(SegmentNames.BytesPath(Directory, Stream, number));
            freed += Delete(SegmentNames.IndexPath(Directory, Stream, number));
        }

        return freed;
    }

    private static long Delete(string path)
    {
        var isThere = FileFacts.Of(path, out var facts) >= 0;
        return isThere && Files.Unlink(path) >= 0 ? facts.Size : 0;
    }
}
