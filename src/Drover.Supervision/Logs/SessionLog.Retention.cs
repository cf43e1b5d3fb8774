namespace Drover.Supervision.Logs;

/// <content>How entries leave the log.</content>
public sealed partial class SessionLog
{
    /// <summary>Bytes of the log on disk, indexes included.</summary>
    internal long BytesOnDisk
    {
        get
        {
            lock (_gate)
            {
                return _streams.Sum(stream => Sizes(stream).Sum(size => size.Bytes));
            }
        }
    }

    /// <summary>Deletes what the options no longer ask to keep.</summary>
    internal void ApplyRetention()
    {
        List<SegmentRemoval> removals = [];
        lock (_gate)
        {
            foreach (var stream in _streams)
            {
                var count = RetentionRule.Deletable(Sizes(stream), stream.Lines, _sequence.Next, _options);
                Forget(stream, count, removals);
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Log.Finish(work.Removals), (Log: this, Removals: removals), preferLocal: false);
    }

    /// <summary>Deletes the oldest segments, whatever the options say, but never the one that is written.</summary>
    /// <returns>Bytes that were freed, about <paramref name="wanted"/> where there were as many.</returns>
    internal long DropOldest(long wanted)
    {
        List<SegmentRemoval> removals = [];
        lock (_gate)
        {
            var planned = 0L;
            while (planned < wanted && _streams.Where(stream => stream.Segments.Length > 1).MinBy(stream => stream.Segments[0].FirstSequence) is { } oldest)
            {
                planned += Sizes(oldest)[0].Bytes;
                Forget(oldest, 1, removals);
            }
        }

        return removals.Sum(removal => removal.Run());
    }

    /// <summary>Deletes all lines of a log that no run writes to. Its totals and the numbering go on.</summary>
    /// <returns>Bytes that were freed.</returns>
    internal long Clear()
    {
        List<SegmentRemoval> removals = [];
        lock (_gate)
        {
            if (_attachments > 0 || _disposed)
            {
                return 0;
            }

            foreach (var stream in _streams.Where(stream => stream.End > stream.SkippedBytes && !stream.HasTail && stream.ScannedEnd == stream.End))
            {
                if (stream.StartFresh() >= 0)
                {
                    Forget(stream, stream.Segments.Length - 1, removals);
                }
            }

            CloseIdleFiles();
        }

        return removals.Sum(removal => removal.Run());
    }

    private static SegmentSize[] Sizes(StreamLog stream)
    {
        var sizes = new SegmentSize[stream.Segments.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            var segment = stream.Segments[i];
            var isLast = i == sizes.Length - 1;
            var end = isLast ? stream.End : stream.StartOf(stream.Segments[i + 1].Number);
            var records = isLast ? stream.LastRecords : segment.Records;
            sizes[i] = new SegmentSize(
                segment.FirstSequence,
                segment.LinesBefore,
                end - stream.StartOf(segment.Number) + IndexHeader.Size + ((long)records * IndexRecord.Size));
        }

        return sizes;
    }

    private static void Forget(StreamLog stream, int count, List<SegmentRemoval> removals)
    {
        if (count > 0)
        {
            var (from, before) = stream.Forget(count);
            removals.Add(new SegmentRemoval(stream.Directory, stream.Stream, from, before));
        }
    }

    private void Finish(List<SegmentRemoval> removals)
    {
        var freed = removals.Sum(removal => removal.Run());
        Grown?.Invoke(_options.SegmentSize - freed);
    }
}
