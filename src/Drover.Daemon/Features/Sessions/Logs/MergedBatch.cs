using Drover.Daemon.Logs;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>What one read of several logs brought.</summary>
/// <param name="Lines">Lines by time.</param>
/// <param name="Dropped">Lines between the asked position and the first retained ones.</param>
/// <param name="Start">Where the read began: a reader that goes on from here gets the same lines again.</param>
/// <param name="End">Behind everything the read looked at.</param>
internal sealed record MergedBatch(IReadOnlyList<MergedLine> Lines, long Dropped, MergedCursor Start, MergedCursor End)
{
    /// <summary>Older matching lines that were asked for and are not here.</summary>
    public int LeftOut { get; init; }

    /// <summary>Several reads in a row as one, of which only the newest lines are kept.</summary>
    /// <param name="batches">The reads, at least one.</param>
    /// <param name="bytes">So many bytes of lines are kept.</param>
    public static MergedBatch Newest(IEnumerable<MergedBatch> batches, long bytes)
    {
        var newest = new NewestLines<MergedLine>(bytes, static line => line.Line);
        var left = new Dictionary<Guid, MergedLine>();
        MergedBatch? first = null, last = null;
        var (dropped, leftOut) = (0L, 0);
        foreach (var batch in batches)
        {
            newest.Add(batch.Lines, line => left[line.Session.Id] = line);
            (first, last) = (first ?? batch, batch);
            dropped += batch.Dropped;
            leftOut += batch.LeftOut;
        }

        var start = left.Values.Aggregate(first!.Start, (at, line) => at.Behind(line));
        return new MergedBatch(newest.Kept, dropped, start, last!.End) { LeftOut = leftOut + newest.LeftOut };
    }

    /// <summary>Where a reader goes on that has seen this line and those before it, for each line.</summary>
    public IEnumerable<MergedCursor> Positions()
    {
        var at = Start;
        for (var i = 0; i < Lines.Count; i++)
        {
            at = at.Behind(Lines[i]);
            yield return i == Lines.Count - 1 ? End : at;
        }
    }
}
