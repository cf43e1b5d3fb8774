using System.Text;
using Drover.Contracts.Logs;
using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Logs;

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
            var entry = Of(line, request.Text, session: session);
            entries.Add(request.Bytes && RawOf(line, entry.Line) is { } raw ? entry with { Raw = raw } : entry);
        }

        return entries;
    }

    private static string? RawOf(LogLine line, string text)
    {
        var bytes = line.Bytes.Span;
        return (line.HasNewline || line.Continued) && Encoding.UTF8.GetByteCount(text) == bytes.Length && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes) ? null
            : Convert.ToBase64String(line.HasNewline ? [.. bytes, (byte)'\n'] : bytes);
    }

    /// <summary>Cuts the oldest entries until the text of the others fits.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="maxBytes">Longest text; null for any.</param>
    /// <returns>How many lines they stood for.</returns>
    public static int CutToFit(List<LogEntry> entries, int? maxBytes)
    {
        if (maxBytes is not { } most)
        {
            return 0;
        }

        var cut = TooMany(entries, entry => Encoding.UTF8.GetByteCount(entry.Line), most);
        var lines = entries.Take(cut).Sum(entry => entry.Repeats ?? 1);
        entries.RemoveRange(0, cut);
        return lines;
    }

    /// <summary>How many matching lines are missing in all. Something is when lines were cut that only surround matches, so that counts as one.</summary>
    /// <param name="notRead">Matching lines that were not even read.</param>
    /// <param name="cut">Lines that were read and cut.</param>
    public static int LeftOut(int notRead, IEnumerable<LogLine> cut)
    {
        var isAny = false;
        foreach (var line in cut)
        {
            isAny = true;
            notRead += line.Matched ? 1 : 0;
        }

        return isAny ? Math.Max(1, notRead) : notRead;
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
