namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>What one read of several logs brought.</summary>
/// <param name="Lines">Lines by time.</param>
/// <param name="Dropped">Lines between the asked position and the first retained ones.</param>
/// <param name="Start">Where the read began: a reader that goes on from here gets the same lines again.</param>
/// <param name="End">Behind everything the read looked at.</param>
internal sealed record MergedBatch(IReadOnlyList<MergedLine> Lines, long Dropped, MergedCursor Start, MergedCursor End)
{
    /// <summary>Older lines that were asked for and are too much for one read.</summary>
    public int Truncated { get; init; }

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
