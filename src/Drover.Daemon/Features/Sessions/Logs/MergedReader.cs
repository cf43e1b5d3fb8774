using System.Runtime.CompilerServices;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>Reads several logs as one, forward from a cursor or the last lines of all.</summary>
internal sealed class MergedReader(IReadOnlyList<KnownSession> sessions, LogRequest request, MergedCursor? cursor)
{
    private readonly Dictionary<Guid, long> _next = [];

    /// <summary>Lines between the asked position and the first retained ones, over all reads so far.</summary>
    public long Dropped { get; private set; }

    /// <summary>What was dropped since this was asked last.</summary>
    public long TakeGap()
    {
        var dropped = Dropped;
        Dropped = 0;
        return dropped;
    }

    /// <summary>Behind what was returned last.</summary>
    public MergedCursor Cursor => new(new Dictionary<Guid, long>(_next));

    /// <summary>The first answer: from the cursor, from the start, or the last lines.</summary>
    public List<MergedLine> First()
    {
        if (cursor is not null || request.FromHead)
        {
            foreach (var session in sessions)
            {
                _next[session.Id] = cursor?[session.Id] ?? 0;
            }

            return Forward(request.Limit);
        }

        var reads = new List<(KnownSession, IReadOnlyList<LogLine>)>();
        foreach (var session in sessions)
        {
            var end = session.Log.NextSequence;
            var batch = request.Limit == 0 ? null : new LogReader(session.Log).Read(LogQueries.Of(request, session));
            _next[session.Id] = batch is { Lines.Count: > 0 } ? batch.NextSequence : end;
            reads.Add((session, batch?.Lines ?? []));
        }

        var merged = MergedLines.Merge(reads, int.MaxValue);
        return merged.Count > request.Limit ? merged[^request.Limit..] : merged;
    }

    /// <summary>What comes after the first answer, until every session is over.</summary>
    public async IAsyncEnumerable<List<MergedLine>> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var changed = sessions.Select(session => session.Changed.Next).ToArray();
            var over = sessions.All(session => session.IsOver || session.Removed);
            var seen = sessions.Select(session => session.Log.Position).ToArray();
            var lines = Forward(LogQueries.ReadAtOnce);
            if (lines.Count > 0)
            {
                yield return lines;
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

    // A log of which more is there than was read ends the merge at its last line: its next one may be older than what the others have.
    private List<MergedLine> Forward(int limit)
    {
        if (limit == 0)
        {
            return [];
        }

        var reads = new List<(KnownSession Session, IReadOnlyList<LogLine> Lines, long End)>();
        var horizon = long.MaxValue;
        foreach (var session in sessions)
        {
            var end = session.Log.NextSequence;
            var batch = new LogReader(session.Log).Read(LogQueries.From(LogQueries.Of(request, session), _next[session.Id], limit));
            Dropped += batch.Dropped;
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

        return merged;
    }
}
