using System.Runtime.CompilerServices;
using Drover.Daemon.Edges.Http;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>
/// A log as a row of reads: first what is there, then, when following, what comes. Both are the same reads by position, so nothing is lost or
/// doubled where they meet, and a reader that is slow only reads later.
/// </summary>
internal static class LogStreaming
{
    public static async IAsyncEnumerable<LogBatch> ReadAsync(KnownSession session, LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var log = session.Log;
        var reader = new LogReader(log);
        var query = LogQueries.Of(request, session);
        var next = request.SinceSeq ?? 0;
        var left = request.Limit;
        if (request.SinceSeq is null && !request.FromHead && request.Limit < log.Totals.Blended.Lines)
        {
            // The last lines; what follows them is read forward.
            next = log.NextSequence;
            if (request.Limit > 0)
            {
                var tail = Complete(reader.Read(LogQueries.Tail(query), cancellation));
                next = tail.Lines.Count > 0 ? tail.NextSequence : next;
                yield return tail;
            }

            left = 0;
        }

        if (request.Follow)
        {
            await foreach (var batch in FollowAsync(session, reader, query, next, cancellation))
            {
                yield return batch;
            }
        }
        else
        {
            while (left > 0)
            {
                var batch = Complete(reader.Read(LogQueries.From(query, next, Math.Min(left, LogQueries.ReadAtOnce)), cancellation));
                yield return batch;
                if (!batch.More || batch.Lines.Count == 0)
                {
                    yield break;
                }

                left -= batch.Lines.Count(line => line.Matched);
                next = batch.NextSequence;
            }
        }
    }

    private static LogBatch Complete(LogBatch batch) => batch.PatternTooSlow ? throw new RecordStreamException(LogQueries.PatternTooSlow) : batch;

    private static async IAsyncEnumerable<LogBatch> FollowAsync(
        KnownSession session, LogReader reader, LogQuery query, long next, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var log = session.Log;
        while (true)
        {
            // All three are looked at before the read, so whatever the read did not see is still to be woken for.
            var changed = session.Changed.Next;
            var over = session.IsOver;
            var at = log.Position;
            if (session.Removed || TryRead(session, reader, LogQueries.From(query, next, LogQueries.ReadAtOnce), cancellation) is not { } batch)
            {
                yield break;
            }

            if (batch.Lines.Count > 0 || batch.Dropped > 0)
            {
                yield return batch;
            }

            if (batch.More && batch.Lines.Count > 0)
            {
                next = batch.NextSequence;
                continue;
            }

            next = Math.Max(batch.NextSequence, at.NextSequence);
            if (over)
            {
                yield break;
            }

            await WakeUp.AnyAsync(changed, token => log.WaitForMoreAsync(at, token), cancellation);
        }
    }

    // The files of a session that is removed in the middle of a read go away under it.
    private static LogBatch? TryRead(KnownSession session, LogReader reader, LogQuery query, CancellationToken cancellation)
    {
        try
        {
            return Complete(reader.Read(query, cancellation));
        }
        catch (Exception gone) when (session.Removed && gone is IOException or ObjectDisposedException)
        {
            return null;
        }
    }
}
