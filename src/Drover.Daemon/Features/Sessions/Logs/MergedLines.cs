using Drover.Contracts.Logs;
using Drover.Daemon.Logs;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>A line and whose it is.</summary>
internal readonly record struct MergedLine(KnownSession Session, LogLine Line);

/// <summary>
/// Merges reads of several logs by time. Each log keeps its own order even where the clock jumped back in between, because only the heads of
/// the logs are compared.
/// </summary>
internal static class MergedLines
{
    public static List<MergedLine> Merge(IEnumerable<(KnownSession Session, IReadOnlyList<LogLine> Lines)> reads, int limit)
    {
        var heads = new PriorityQueue<(KnownSession Session, IReadOnlyList<LogLine> Lines, int At), (long Time, int Order)>();
        var order = 0;
        foreach (var (session, lines) in reads)
        {
            if (lines.Count > 0)
            {
                heads.Enqueue((session, lines, 0), (lines[0].TimeMicros, order));
            }

            order++;
        }

        var merged = new List<MergedLine>();
        while (merged.Count < limit && heads.TryDequeue(out var head, out var priority))
        {
            merged.Add(new MergedLine(head.Session, head.Lines[head.At]));
            if (head.At + 1 < head.Lines.Count)
            {
                heads.Enqueue((head.Session, head.Lines, head.At + 1), (Math.Max(head.Lines[head.At + 1].TimeMicros, priority.Time), priority.Order));
            }
        }

        return merged;
    }

    public static LogEntry Entry(MergedLine line, LogRequest request) => LogEntries.Of(line.Line, request.Text, session: line.Session.Name);

    /// <summary>What stands before a line of text: whose it is and, when streams are blended, which.</summary>
    public static string Prefix(MergedLine line, LogRequest request)
    {
        var name = line.Session.Label ?? line.Session.Name[..8];
        return request.Prefixed ? $"[{name} {StreamNames.Of(line.Line.Stream)}] " : $"[{name}] ";
    }
}
