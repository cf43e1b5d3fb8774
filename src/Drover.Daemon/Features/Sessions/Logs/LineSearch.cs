using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>
/// Looks for the first line of the program's own output that matches, in what is there and in what comes. Unfinished lines count too: a
/// prompt has no newline. The daemon's own lines do not: they quote commands and patterns.
/// </summary>
internal sealed class LineSearch
{
    private readonly SessionLog _log;
    private readonly LogReader _reader;
    private readonly LinePredicate _predicate;
    private readonly int? _sinceRun;
    private long _next;
    private LogPosition _seen;

    /// <param name="log">The log.</param>
    /// <param name="pattern">A pattern that was checked.</param>
    /// <param name="sinceSequence">First line that counts; the oldest one there is when null.</param>
    /// <param name="sinceRun">First run that counts.</param>
    public LineSearch(SessionLog log, string pattern, long? sinceSequence, int? sinceRun)
    {
        _predicate = LinePredicate.TryCreate(pattern, out var predicate, out var wrong) ? predicate : throw new ArgumentException(wrong, nameof(pattern));
        (_log, _reader, _next, _sinceRun) = (log, new LogReader(log), sinceSequence ?? 0, sinceRun);
    }

    /// <summary>The text of the first match among the lines there are now, or null.</summary>
    public string? Next()
    {
        // Whatever was there before the read has been looked at by it, matching or not.
        _seen = _log.Position;
        var batch = _reader.Read(new LogQuery
        {
            SinceSequence = _next,
            Limit = 1,
            Streams = LogStreams.Stdout | LogStreams.Stderr,
            SinceRun = _sinceRun,
            Grep = _predicate,
        });
        if (batch.Lines is [var line, ..])
        {
            return TextView.Of(line.Bytes.Span);
        }

        _next = Math.Max(_next, _seen.NextSequence);
        return MatchPartial(LogStream.Stdout) ?? MatchPartial(LogStream.Stderr);
    }

    /// <summary>Completes when there is more than <see cref="Next"/> has looked at.</summary>
    public Task MoreAsync(CancellationToken cancellation) => _log.WaitForMoreAsync(_seen, cancellation);

    private string? MatchPartial(LogStream stream)
    {
        var partial = _log.ReadPartial(stream);
        return partial.Length > 0 && _predicate.IsMatch(partial.Span) ? TextView.Of(partial.Span) : null;
    }
}
