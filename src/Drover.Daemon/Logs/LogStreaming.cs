using System.Runtime.CompilerServices;
using Drover.Daemon.Edges.Http;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Logs;

/// <summary>
/// A log as a row of reads: first what is there, then, when following, what comes. Both are the log store's own reads by position, so nothing is
/// lost or doubled where they meet, and a reader that is slow only reads later.
/// </summary>
internal static class LogStreaming
{
    public static async IAsyncEnumerable<LogBatch> ReadAsync(ILogSource source, LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var log = source.Log;
        var reader = new LogReader(log);
        var query = LogQueries.Of(request, source);

        // When all of them are wanted there is no need to find out where the last ones begin; when only so many bytes are, the end is where to look.
        var isLast = request.SinceSeq is null && !request.FromHead && (request.MaxBytes is not null || request.Limit < log.Totals.Blended.Lines);
        query = isLast || request.SinceSeq is not null ? query : query with { FromStart = true };
        if (request.Follow)
        {
            await using var batches = reader.FollowAsync(query, source.State, cancellation).GetAsyncEnumerator(cancellation);
            while (await MoveAsync(source, batches))
            {
                yield return Complete(batches.Current);
            }
        }
        else
        {
            var batches = (isLast, request.MaxBytes) switch
            {
                (true, null) => reader.ReadLast(query, cancellation),
                (true, _) => [reader.Read(query with { CountsLeftOut = true }, cancellation)],
                (false, null) => Forward(reader, query, request, cancellation),
                (false, _) => [Newest(Forward(reader, query, request, cancellation), request)],
            };
            foreach (var batch in batches)
            {
                yield return Complete(batch);
            }
        }
    }

    private static IEnumerable<LogBatch> Forward(LogReader reader, LogQuery query, LogRequest request, CancellationToken cancellation)
    {
        var next = request.SinceSeq ?? 0;
        var left = request.Limit;
        while (left > 0)
        {
            var batch = reader.Read(LogQueries.From(query, next, Math.Min(left, LogQueries.ReadAtOnce)), cancellation);
            yield return batch;
            left = batch.More && batch.Lines.Count > 0 ? left - batch.Lines.Count(line => line.Matched) : 0;
            next = batch.NextSequence;
        }
    }

    // The oldest are cut to keep to the bytes, so all have to be read to know which these are; no more of them are held than are wanted.
    private static LogBatch Newest(IEnumerable<LogBatch> batches, LogRequest request)
    {
        var newest = new NewestLines<LogLine>(LogQueries.BytesOf(request), static line => line);
        var (next, dropped) = (request.SinceSeq ?? 0, 0L);
        foreach (var batch in batches)
        {
            newest.Add(Complete(batch).Lines);
            next = batch.NextSequence;
            dropped += batch.Dropped;
        }

        return new LogBatch { Lines = newest.Kept, LeftOut = newest.LeftOut, NextSequence = next, Dropped = dropped };
    }

    private static LogBatch Complete(LogBatch batch) => batch.PatternTooSlow ? throw new RecordStreamException(LogQueries.PatternTooSlow) : batch;

    // The files of a session that is removed in the middle of a read go away under it.
    private static async ValueTask<bool> MoveAsync(ILogSource source, IAsyncEnumerator<LogBatch> batches)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (Exception gone) when (source.Removed && gone is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
