using System.Runtime.CompilerServices;
using Drover.Supervision.Logs.Reading;
using Drover.Supervision.Logs.Text;

namespace Drover.Supervision.Logs;

/// <summary>
/// Reads a log by number: history and live lines come by the same code, so nothing can be lost or doubled where they meet.
/// A reader keeps no state between reads; any number of them may be used at once, by any thread.
/// </summary>
/// <param name="log">The log.</param>
public sealed class LogReader(SessionLog log)
{
    private const int LinesAtOnce = 1000;
    private const long BytesAtOnce = 1 << 20;

    // Empty lines have no bytes that a limit could count.
    private const int MaxLines = 1_000_000;

    // Retention deletes a segment at a time; a reader that loses this many races reads what is left of its snapshot.
    private const int Attempts = 20;

    private static readonly Task NeverChanges = new TaskCompletionSource().Task;

    /// <summary>Reads what there is now.</summary>
    /// <param name="query">Which lines.</param>
    /// <param name="cancellation">Ends a long search.</param>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public LogBatch Read(LogQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        for (var attempt = 1; ; attempt++)
        {
            if (TryRead(query, log.Snapshot(), attempt == Attempts, cancellation) is { } batch)
            {
                return batch;
            }
        }
    }

    /// <summary>
    /// The last <see cref="LogQuery.Limit"/> lines, however many, in batches of bounded size: a single one when they fit into
    /// <see cref="LogQuery.MaxBytes"/>, so none is missing. A position in the query is not looked at.
    /// </summary>
    /// <param name="query">Which lines.</param>
    /// <param name="cancellation">Ends a long search.</param>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public IEnumerable<LogBatch> ReadLast(LogQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var last = Read(query with { SinceSequence = null, FromStart = false }, cancellation);
        if (!last.Truncated)
        {
            yield return last;
            yield break;
        }

        // The first walk finds where they begin and keeps none of them; then they are read from there.
        var next = StartOfLast(query, cancellation, out var isPatternTooSlow);
        var left = isPatternTooSlow ? 0 : query.Limit;
        if (isPatternTooSlow)
        {
            yield return last with { Lines = [], PatternTooSlow = true };
        }

        while (left > 0)
        {
            var batch = Read(query with { SinceSequence = next, Limit = Math.Min(left, LinesAtOnce), MaxBytes = BytesAtOnce }, cancellation);
            yield return batch;
            left = batch.More ? left - batch.Lines.Count(line => line.Matched) : 0;
            next = batch.Scanned;
        }
    }

    /// <summary>Follows until the log is completed: see <see cref="FollowAsync(LogQuery, Func{FollowState}, CancellationToken)"/>.</summary>
    /// <param name="query">Which lines.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public IAsyncEnumerable<LogBatch> FollowAsync(LogQuery query, CancellationToken cancellation = default) =>
        FollowAsync(query, () => new FollowState(log.Completed, NeverChanges), cancellation);

    /// <summary>
    /// Reads what there is, then lines as they come, until nothing comes any more and all was read. Batches are never empty unless they
    /// tell a gap or a pattern that is too slow. Without a position the last <see cref="LogQuery.Limit"/> lines come first; else all
    /// from there on.
    /// </summary>
    /// <param name="query">Which lines.</param>
    /// <param name="state">Asked before each read: what the owner of the log knows about its end.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<LogBatch> FollowAsync(
        LogQuery query, Func<FollowState> state, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(state);
        var window = query is { Context: > 0, FiltersText: true } ? new ContextWindow(query.Context) : null;
        var next = query.SinceSequence ?? 1;
        if (query is { SinceSequence: null, FromStart: false })
        {
            foreach (var last in ReadLast(query, cancellation))
            {
                next = last.Scanned;
                if (IsWorthTelling(last))
                {
                    yield return last;
                }
            }

        }

        Prime(window, query, next, cancellation);

        while (true)
        {
            // Both are looked at before the read, so whatever the read did not see is still to be woken for.
            var seen = log.Position;
            var (isOver, changed) = state();
            if (log.NextSequence > next)
            {
                var isMore = false;
                foreach (var batch in ReadOn(query, window, next, cancellation))
                {
                    next = batch.Scanned;
                    isMore = batch.More;
                    if (IsWorthTelling(batch))
                    {
                        yield return batch;
                    }
                }

                if (isMore)
                {
                    continue;
                }
            }

            if (isOver)
            {
                yield break;
            }

            await WaitAsync(seen, changed, cancellation);
        }
    }

    private static bool IsWorthTelling(LogBatch batch) => batch.Lines.Count > 0 || batch.Dropped > 0 || batch.PatternTooSlow;

    private static LineFilter FilterOf(LogQuery query, bool withText) => new(query, new MatchBudget(TimeProvider.System), withText);

    private async Task WaitAsync(LogPosition seen, Task changed, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(changed, log.WaitForMoreAsync(seen, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    private List<LogBatch> ReadOn(LogQuery query, ContextWindow? window, long next, CancellationToken cancellation) =>
        window is null && !query.FiltersText ? ReadAhead(query, next, cancellation) : [ReadNext(query, window, next, cancellation)];

    // Several batches by one walk: each walk begins by looking for its place and reads blocks that it needs only a part of.
    private List<LogBatch> ReadAhead(LogQuery query, long from, CancellationToken cancellation)
    {
        var snapshot = log.Snapshot();
        using var scan = new MergedScan(snapshot, query.Streams, FilterOf(query, withText: false), backward: false, from, snapshot.NextSequence);
        List<LogBatch> batches = [];
        var next = from;
        for (var left = BytesAtOnce; left > 0 && !scan.IsAtEnd;)
        {
            var lines = scan.Collect(LinesAtOnce, left, cancellation);
            if (scan.IsGone)
            {
                // What was read before is good; the rest is read again from what is left.
                return batches.Count > 0 ? batches : [ReadNext(query, window: null, from, cancellation)];
            }

            left -= lines.Sum(line => (long)line.Bytes.Length) + lines.Count;
            next = lines.Count > 0 ? lines[^1].Sequence + 1 : next;
            batches.Add(new LogBatch
            {
                Lines = lines,
                NextSequence = next,
                Dropped = batches.Count == 0 ? DroppedLines.Since(snapshot, query.Streams, from) : 0,
                More = !scan.IsAtEnd,
                Scanned = scan.IsAtEnd ? Math.Max(snapshot.NextSequence, from) : next,
            });
        }

        return batches;
    }

    private LogBatch ReadNext(LogQuery query, ContextWindow? window, long next, CancellationToken cancellation)
    {
        var forward = query with { SinceSequence = next, Limit = LinesAtOnce, MaxBytes = BytesAtOnce };
        if (window is null)
        {
            return Read(forward, cancellation);
        }

        // Live lines need their surroundings, which come later: all are read and the window picks.
        var batch = Read(forward with { Grep = null, Level = LineLevel.None }, cancellation);
        var filter = FilterOf(query, withText: true);
        List<LogLine> shown = [];
        foreach (var line in batch.Lines)
        {
            window.Add(line, filter.Accepts(line.Bytes.Span), shown);
        }

        return batch with { Lines = shown, NextSequence = batch.Scanned, PatternTooSlow = filter.Budget.Exhausted };
    }

    // Twice as many lines as may stand before a match: the first half tells which of the second were shown, behind a match.
    private void Prime(ContextWindow? window, LogQuery query, long before, CancellationToken cancellation)
    {
        if (window is null)
        {
            return;
        }

        using var scan = new MergedScan(log.Snapshot(), query.Streams, FilterOf(query, withText: false), backward: true, from: 1, before);
        var lines = scan.Collect(2 * query.Context, BytesAtOnce, cancellation);
        lines.Reverse();
        var filter = FilterOf(query, withText: true);
        foreach (var line in lines)
        {
            window.Add(line, query.Limit > 0 && filter.Accepts(line.Bytes.Span), []);
        }

        if (query.SinceSequence is not null)
        {
            // Who goes on from a position still gets what stands behind a match, but nothing older than the position.
            window.ForgetBefore();
        }
    }

    private long StartOfLast(LogQuery query, CancellationToken cancellation, out bool isPatternTooSlow)
    {
        for (var attempt = 1; ; attempt++)
        {
            var snapshot = log.Snapshot();
            var filter = FilterOf(query, withText: true);
            using var scan = new MergedScan(snapshot, query.Streams, filter, backward: true, from: 1, snapshot.NextSequence);
            var start = scan.Skip(query.Limit, cancellation).Last ?? snapshot.NextSequence;
            if (!scan.IsGone || attempt == Attempts)
            {
                isPatternTooSlow = filter.Budget.Exhausted;
                return start;
            }
        }
    }

    private static LogBatch? TryRead(LogQuery query, LogSnapshot snapshot, bool isLastAttempt, CancellationToken cancellation)
    {
        var forward = query.SinceSequence is not null || query.FromStart;
        var from = Math.Max(query.SinceSequence ?? 1, 1);
        var filter = FilterOf(query, withText: true);
        using var scan = new MergedScan(snapshot, query.Streams, filter, !forward, from, snapshot.NextSequence);
        var lines = scan.Collect(Math.Min(query.Limit, MaxLines), query.MaxBytes, cancellation);
        var isMore = forward && !scan.IsAtEnd;
        var isTruncated = !forward && !scan.IsAtEnd && lines.Count < query.Limit;
        var leftOut = isTruncated && query.CountsLeftOut && !scan.IsGone ? scan.Skip(query.Limit - lines.Count, cancellation).Count : 0;
        if (scan.IsGone && !isLastAttempt)
        {
            return null;
        }

        if (!forward)
        {
            lines.Reverse();
        }

        var nextSequence = lines.Count > 0 ? lines[^1].Sequence + 1 : query.SinceSequence ?? snapshot.NextSequence;
        if (query is { Context: > 0, FiltersText: true } && lines.Count > 0)
        {
            var (first, last) = (lines[0].Sequence, lines[^1].Sequence);
            lines = Surroundings.Of(lines, query, filter, snapshot, from, cancellation);
            if (isMore && lines.FindIndex(line => line.Matched && line.Sequence > last) is > 0 and var nextMatch)
            {
                // The next match is for the next read, which brings what stands behind it, too.
                lines.RemoveRange(nextMatch, lines.Count - nextMatch);
            }

            nextSequence = lines[^1].Sequence + 1;

            // Older matches that stand around the first one are there after all.
            leftOut = Math.Max(0, leftOut - lines.Count(line => line.Matched && line.Sequence < first));
        }

        return new LogBatch
        {
            Lines = lines,
            NextSequence = nextSequence,
            Dropped = forward ? DroppedLines.Since(snapshot, query.Streams, from) : 0,
            More = isMore,
            Truncated = isTruncated,
            LeftOut = leftOut,
            PatternTooSlow = filter.Budget.Exhausted,
            Scanned = isMore ? nextSequence : Math.Max(snapshot.NextSequence, from),
        };
    }
}
