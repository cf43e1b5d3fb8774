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
    private const int FollowLines = 1000;
    private const long FollowBytes = 1 << 20;

    // Empty lines have no bytes that a limit could count.
    private const int MaxLines = 1_000_000;

    // Retention deletes a segment at a time; a reader that loses this many races reads what is left of its snapshot.
    private const int Attempts = 20;

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
    /// Reads what there is, then lines as they come, until the log is completed and all was read. Batches are never empty unless
    /// they tell a gap. Without a position the last <see cref="LogQuery.Limit"/> lines come first; else all from there on.
    /// </summary>
    /// <param name="query">Which lines.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<LogBatch> FollowAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var window = query is { Context: > 0, FiltersText: true } ? new ContextWindow(FilterOf(query, withText: true), query.Context) : null;
        var next = query.SinceSequence ?? 1;
        if (query is { SinceSequence: null, FromStart: false })
        {
            var last = Read(query, cancellation);
            next = last.Scanned;
            window?.Prime(Read(query with { Grep = null, Level = LineLevel.None, Limit = query.Context, Until = null }, cancellation).Lines.Where(line => line.Sequence < next));
            if (last.Lines.Count > 0)
            {
                yield return last;
            }
        }

        while (true)
        {
            var isCompleted = log.Completed;
            var batch = ReadNext(query, window, next, cancellation);
            next = batch.Scanned;
            if (batch.Lines.Count > 0 || batch.Dropped > 0)
            {
                yield return batch;
            }

            if (batch.More)
            {
                continue;
            }

            if (isCompleted && log.NextSequence <= next)
            {
                yield break;
            }

            await log.WaitForMoreAsync(next, cancellation);
        }
    }

    private static LineFilter FilterOf(LogQuery query, bool withText) => new(query, new MatchBudget(TimeProvider.System), withText);

    private LogBatch ReadNext(LogQuery query, ContextWindow? window, long next, CancellationToken cancellation)
    {
        var forward = query with { SinceSequence = next, Limit = FollowLines, MaxBytes = FollowBytes };
        if (window is null)
        {
            return Read(forward, cancellation);
        }

        // Live lines need their surroundings, which come later: all are read and the window picks.
        var batch = Read(forward with { Grep = null, Level = LineLevel.None }, cancellation);
        List<LogLine> shown = [];
        foreach (var line in batch.Lines)
        {
            window.Add(line, shown);
        }

        return batch with { Lines = shown, NextSequence = batch.Scanned };
    }

    private static LogBatch? TryRead(LogQuery query, LogSnapshot snapshot, bool isLastAttempt, CancellationToken cancellation)
    {
        var forward = query.SinceSequence is not null || query.FromStart;
        var from = Math.Max(query.SinceSequence ?? 1, 1);
        var filter = FilterOf(query, withText: true);
        using var scan = new MergedScan(snapshot, query.Streams, filter, !forward, from, snapshot.NextSequence);
        var lines = scan.Collect(Math.Min(query.Limit, MaxLines), query.MaxBytes, cancellation);
        if (scan.IsGone && !isLastAttempt)
        {
            return null;
        }

        if (!forward)
        {
            lines.Reverse();
        }

        var nextSequence = lines.Count > 0 ? lines[^1].Sequence + 1 : query.SinceSequence ?? snapshot.NextSequence;
        var isMore = forward && !scan.IsAtEnd;
        var isTruncated = !forward && !scan.IsAtEnd && lines.Count < query.Limit;
        if (query is { Context: > 0, FiltersText: true } && lines.Count > 0)
        {
            lines = Surroundings.Of(lines, query, filter, snapshot, from, cancellation);
            nextSequence = lines[^1].Sequence + 1;
        }

        return new LogBatch
        {
            Lines = lines,
            NextSequence = nextSequence,
            Dropped = forward ? DroppedLines.Since(snapshot, query.Streams, from) : 0,
            More = isMore,
            Truncated = isTruncated,
            PatternTooSlow = filter.Budget.Exhausted,
            Scanned = isMore ? nextSequence : Math.Max(snapshot.NextSequence, from),
        };
    }
}
