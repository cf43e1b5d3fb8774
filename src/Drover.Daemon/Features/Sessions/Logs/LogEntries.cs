using Drover.Contracts.Logs;
using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>Lines of the store as entries on the wire.</summary>
internal static class LogEntries
{
    public static LogEntry Of(LogLine line, TextOptions options, int repeats = 1, string? session = null) => new()
    {
        Seq = line.Sequence,
        Ts = line.Time,
        Stream = StreamNames.Of(line.Stream),
        Run = line.Run,
        Line = TextView.Of(line.Bytes.Span, options),
        Continued = line.Continued ? true : null,
        Repeats = repeats > 1 ? repeats : null,
        SessionId = session,
    };

    public static List<LogEntry> Of(IReadOnlyList<LogLine> lines, LogRequest request, string? session = null)
    {
        var entries = new List<LogEntry>(lines.Count);
        if (request.Dedupe)
        {
            foreach (var folded in RepeatFolder.Fold(lines))
            {
                entries.Add(Of(folded.Line, request.Text, folded.Repeats, session));
            }

            return entries;
        }

        foreach (var line in lines)
        {
            entries.Add(Of(line, request.Text, session: session));
        }

        return entries;
    }

    /// <summary>Cuts the oldest entries until the text of the others fits.</summary>
    /// <returns>How many were cut.</returns>
    public static int CutToFit(List<LogEntry> entries, int maxBytes)
    {
        var cut = TooMany(entries, entry => System.Text.Encoding.UTF8.GetByteCount(entry.Line), maxBytes);
        entries.RemoveRange(0, cut);
        return cut;
    }

    /// <summary>How many of the oldest have to go, so that the others are not longer together than allowed.</summary>
    public static int TooMany<T>(IReadOnlyList<T> lines, Func<T, int> length, int maxBytes)
    {
        long bytes = 0;
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            bytes += length(lines[i]);
            if (bytes > maxBytes)
            {
                return i + 1;
            }
        }

        return 0;
    }
}
