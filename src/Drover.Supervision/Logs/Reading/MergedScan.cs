namespace Drover.Supervision.Logs.Reading;

/// <summary>
/// One walk over the chosen streams of a snapshot in the order of their numbers. It always advances the stream that is furthest
/// behind, so none is read further than the result needs.
/// </summary>
internal sealed class MergedScan : IDisposable
{
    private readonly StreamScan[] _scans;
    private readonly bool _backward;
    private readonly LineArena _arena = new();

    public MergedScan(LogSnapshot snapshot, LogStreams streams, LineFilter filter, bool backward, long from, long before)
    {
        _backward = backward;
        _scans =
        [
            .. snapshot.Streams
                .Where(stream => streams.HasFlag((LogStreams)(1 << (int)stream.Stream)) && stream.EndSequence > from)
                .Select(stream => new StreamScan(stream, filter, backward, from, before)),
        ];
    }

    /// <summary>True when retention took a file on the way: read again with a new snapshot.</summary>
    public bool IsGone { get; private set; }

    /// <summary>True when the walk ended before the limit on bytes and lines.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Lines in the order of the walk.</summary>
    public List<LogLine> Collect(int limit, long maxBytes, CancellationToken cancellation)
    {
        List<LogLine> lines = [];
        var bytes = 0L;
        while (lines.Count < limit && NextWithHit(cancellation) is { } scan)
        {
            bytes += scan.NextLength;
            if (bytes > maxBytes && lines.Count > 0)
            {
                break;
            }

            lines.Add(scan.Take(_arena));
        }

        return lines;
    }

    /// <summary>Walks over so many lines and keeps none of them.</summary>
    /// <returns>How many there were, and the number of the last one; null when there was none.</returns>
    public (int Count, long? Last) Skip(int count, CancellationToken cancellation)
    {
        var skipped = 0;
        long? last = null;
        for (; skipped < count && NextWithHit(cancellation) is { } scan; skipped++)
        {
            last = scan.Skip();
        }

        return (skipped, last);
    }

    public void Dispose() => Array.ForEach(_scans, scan => scan.Dispose());

    /// <summary>The stream that has the next line; null at the end, and when a file is gone.</summary>
    private StreamScan? NextWithHit(CancellationToken cancellation)
    {
        while (true)
        {
            if (Furthest() is not { } scan)
            {
                IsAtEnd = true;
                return null;
            }

            if (scan.HasHit)
            {
                return scan;
            }

            cancellation.ThrowIfCancellationRequested();
            scan.Advance();
            IsGone = scan.IsGone;
            if (IsGone)
            {
                return null;
            }
        }
    }

    private StreamScan? Furthest()
    {
        StreamScan? furthest = null;
        foreach (var scan in _scans)
        {
            if (!scan.IsExhausted && (furthest is null || (_backward ? scan.Key > furthest.Key : scan.Key < furthest.Key)))
            {
                furthest = scan;
            }
        }

        return furthest;
    }
}
