using System.Runtime.CompilerServices;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Logs;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>Reads several logs as one, forward from a cursor or the last lines of all.</summary>
internal sealed class MergedReader(IReadOnlyList<KnownSession> sessions, LogRequest request, MergedCursor? cursor)
{
    private readonly Dictionary<Guid, long> _next = [];
    private readonly bool _isForward = cursor is not null || request.FromHead;

    // Behind what was returned last.
    private MergedCursor Cursor => new(new Dictionary<Guid, long>(_next));

    /// <summary>The first answer: from the cursor, from the start, or the last lines.</summary>
    /// <exception cref="RecordStreamException">The pattern is too slow.</exception>
    public MergedBatch First()
    {
        if (_isForward)
        {
            foreach (var session in sessions)
            {
                _next[session.Id] = cursor?[session.Id] ?? 0;
            }

            return Forward(request.Format == LogFormat.Json ? request.Limit : Math.Min(request.Limit, LogQueries.ReadAtOnce));
        }

        var horizon = long.MinValue;
        var there = 0L;
        var reads = new List<(KnownSession, IReadOnlyList<LogLine>)>();
        foreach (var session in sessions)
        {
            var end = session.Log.NextSequence;
            var batch = request.Limit == 0 ? null : Read(session, LogQueries.Of(request, session) with { CountsLeftOut = true });
            _next[session.Id] = batch is { Lines.Count: > 0 } ? batch.NextSequence : end;
            reads.Add((session, batch?.Lines ?? []));
            there += batch is null ? 0 : batch.Lines.Count(line => line.Matched) + batch.LeftOut;
            if (batch is { Truncated: true, Lines: [var oldest, ..] })
            {
                horizon = Math.Max(horizon, oldest.TimeMicros);
            }
        }

        // Where one log is cut, all are: else lines would be missing in the middle.
        var merged = MergedLines.Merge(reads, int.MaxValue);
        var cut = merged.FindIndex(line => line.Line.TimeMicros >= horizon);
        var whole = cut > 0 ? merged[cut..] : merged;
        var last = whole[StartOfLast(whole, request.Limit)..];
        var start = new Dictionary<Guid, long>(_next);
        foreach (var line in Enumerable.Reverse(last))
        {
            start[line.Session.Id] = line.Line.Sequence;
        }

        var leftOut = (int)Math.Min(request.Limit, there) - last.Count(line => line.Line.Matched);
        return new MergedBatch(last, 0, new MergedCursor(start), Cursor) { LeftOut = Math.Max(0, leftOut) };
    }

    /// <summary>What more there is after a first answer that went forward; nothing behind the last lines.</summary>
    public IEnumerable<MergedBatch> Rest(int limit)
    {
        while (_isForward && limit > 0 && Forward(Math.Min(limit, LogQueries.ReadAtOnce)) is { Lines.Count: > 0 } batch)
        {
            limit -= batch.Lines.Count;
            yield return batch;
        }
    }

    /// <summary>What comes after the first answer, until every session is over.</summary>
    public async IAsyncEnumerable<MergedBatch> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var changed = sessions.Select(session => session.Changed.Next).ToArray();
            var over = sessions.All(session => session.IsOver || session.Removed);
            var seen = sessions.Select(session => session.Log.Position).ToArray();
            var batch = Forward(LogQueries.ReadAtOnce);
            if (batch.Lines.Count > 0 || batch.Dropped > 0)
            {
                yield return batch;
                continue;
            }

            if (over)
            {
                yield break;
            }

            await WakeUp.AnyAsync(
                Task.WhenAny(changed),
                token => Task.WhenAny(sessions.Zip(seen, (session, at) => session.Log.WaitForMoreAsync(at, token))),
                cancellation);
        }
    }

    /// <summary>Where the last matching lines begin, with what surrounds the first of them.</summary>
    private static int StartOfLast(List<MergedLine> lines, int limit)
    {
        var start = lines.Count;
        for (var matching = 0; start > 0 && (matching < limit || !lines[start - 1].Line.Matched); start--)
        {
            matching += lines[start - 1].Line.Matched ? 1 : 0;
        }

        return start;
    }

    private static LogBatch Read(KnownSession session, LogQuery query) =>
        new LogReader(session.Log).Read(query) is { PatternTooSlow: false } batch ? batch : throw new RecordStreamException(LogQueries.PatternTooSlow);

    // A log of which more is there than was read ends the merge at its last line: its next one may be older than what the others have.
    private MergedBatch Forward(int limit)
    {
        var start = Cursor;
        if (limit == 0)
        {
            return new MergedBatch([], 0, start, start);
        }

        var dropped = 0L;
        var reads = new List<(KnownSession Session, IReadOnlyList<LogLine> Lines, long End)>();
        var horizon = long.MaxValue;
        foreach (var session in sessions)
        {
            var end = session.Log.NextSequence;
            var batch = Read(session, LogQueries.From(LogQueries.Of(request, session), _next[session.Id], limit));
            dropped += batch.Dropped;
            if (batch is { More: true, Lines.Count: > 0 })
            {
                horizon = Math.Min(horizon, batch.Lines[^1].TimeMicros);
                end = batch.NextSequence;
            }

            reads.Add((session, batch.Lines, Math.Max(end, batch.NextSequence)));
        }

        var merged = MergedLines.Merge(reads.Select(read => (read.Session, read.Lines)), limit);
        var cut = merged.FindIndex(line => line.Line.TimeMicros > horizon);
        if (cut >= 0)
        {
            // One line at least, or a log whose clock jumped back would stop the merge for ever.
            merged.RemoveRange(Math.Max(cut, 1), merged.Count - Math.Max(cut, 1));
        }

        var taken = merged.CountBy(line => line.Session.Id).ToDictionary();
        foreach (var (session, lines, end) in reads)
        {
            var count = taken.GetValueOrDefault(session.Id);
            _next[session.Id] = count < lines.Count ? lines[count].Sequence : end;
        }

        return new MergedBatch(merged, dropped, start, Cursor);
    }
}
