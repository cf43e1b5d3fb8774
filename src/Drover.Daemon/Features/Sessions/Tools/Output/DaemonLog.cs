using System.Globalization;
using System.Text;
using Drover.Contracts.Errors;
using Drover.Daemon.Lifecycle;
using Drover.Daemon.Logs.Brief;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Sessions.Tools.Output;

/// <summary>The daemon's own log as output of a process. Its numbers are byte offsets: where a line begins.</summary>
internal sealed class DaemonLog(DaemonFacts facts)
{
    // As much of the end as anybody reads at once.
    private const int Window = 1 << 20;

    public string Path => facts.Paths.DaemonLog;

    /// <summary>Behind everything that is written by now.</summary>
    public long End
    {
        get
        {
            using var file = TryOpen();
            return file?.Length ?? 0;
        }
    }

    public Result<OutputPage> Read(LogQuery query, int bytes)
    {
        using var file = TryOpen();
        if (file is null)
        {
            return new OutputPage("", 0, 0, "there is no log yet");
        }

        // Renamed at its largest size: a number of the old file begins the new one.
        var length = file.Length;
        var isForward = query.SinceSequence is not null;
        var start = query.SinceSequence is { } since && since <= length ? since : isForward ? 0 : Math.Max(0, length - Window);
        var read = ReadLines(file, start, skipsFirst: !isForward && start > 0).ToList();
        var lines = read.Where(line => Fits(line.Text, query)).ToList();
        var chosen = isForward ? lines.Take(query.Limit).ToList() : lines.Skip(Math.Max(0, lines.Count - query.Limit)).ToList();
        var budget = new TextBudget(bytes);
        var shown = Cut(chosen, isForward, budget);

        // What was looked through and does not match is behind the reader, too; else a search would stay where it is for ever.
        var looked = read.Count > 0 ? read[^1].End : start;
        var next = isForward && shown.Count == lines.Count ? looked : shown.Count > 0 && (isForward || shown.Count == chosen.Count) ? shown[^1].End : chosen.Count > 0 ? chosen[^1].End : looked;
        var isCut = shown.Count < lines.Count || (isForward ? length - start > Window : start > 0);
        return new OutputPage(
            string.Join('\n', shown.Select(line => TextBudget.Cut(line.Text, budget.LongestLine))),
            shown.Count,
            next,
            !isCut ? null : isForward ? $"there is more: since_seq={next}" : $"older ones are left out: raise lines (now {query.Limit}), or read {Path}");
    }

    private static List<FileLine> Cut(List<FileLine> lines, bool isForward, TextBudget budget)
    {
        var order = isForward ? lines : Enumerable.Reverse(lines);
        var taken = order.TakeWhile(line => budget.Takes(TextBudget.Cut(line.Text, budget.LongestLine))).ToList();
        if (!isForward)
        {
            taken.Reverse();
        }

        return taken;
    }

    // Lines of an exception have no time and go with the filter's text only.
    private static bool Fits(string line, LogQuery query)
    {
        var time = line.Split(' ', 2)[0];
        var known = DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        return (query.Grep?.IsMatch(Encoding.UTF8.GetBytes(line)) ?? true)
            && (!known || !(at < query.Since) && !(at >= query.Until));
    }

    private static IEnumerable<FileLine> ReadLines(FileStream file, long start, bool skipsFirst)
    {
        file.Seek(start, SeekOrigin.Begin);
        var bytes = new byte[(int)Math.Min(Window, file.Length - start)];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var at = 0;
        while (bytes.AsSpan(at, read - at).IndexOf((byte)'\n') is >= 0 and var length)
        {
            if (!skipsFirst || at > 0)
            {
                yield return new FileLine(Encoding.UTF8.GetString(bytes, at, length), start + at + length + 1);
            }

            at += length + 1;
        }

        // A line that fills the window would never be read past.
        if (at == 0 && read == Window)
        {
            yield return new FileLine(Encoding.UTF8.GetString(bytes, 0, read), start + read);
        }
    }

    private FileStream? TryOpen()
    {
        try
        {
            return new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException)
        {
            // Not written yet, or just being renamed: there is nothing to read at this moment.
            return null;
        }
    }

    /// <param name="Text">The line.</param>
    /// <param name="End">Where the next one begins.</param>
    private sealed record FileLine(string Text, long End);
}
