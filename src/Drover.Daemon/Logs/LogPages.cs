using Drover.Contracts.Errors;
using Drover.Contracts.Logs;
using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Logs;

/// <summary>One answer with the lines that are there now.</summary>
internal static class LogPages
{
    public static Result<LogPage> Read(ILogSource source, LogRequest request)
    {
        var end = source.Log.NextSequence;
        var batch = request.Limit == 0
            ? new LogBatch { Lines = [], NextSequence = request.SinceSeq ?? end }
            : new LogReader(source.Log).Read(LogQueries.Of(request, source) with { CountsLeftOut = true });
        if (batch.PatternTooSlow)
        {
            return LogQueries.PatternTooSlow;
        }

        var entries = LogEntries.Of(batch.Lines, request);
        var leftOut = LogEntries.LeftOut(batch.LeftOut, batch.Lines.Take(LogEntries.CutToFit(entries, request.MaxBytes)));
        return new LogPage
        {
            SessionId = source.Name,
            Stream = request.StreamName,
            Entries = entries,
            NextSeq = batch.Lines.Count > 0 || request.SinceSeq is not null ? batch.NextSequence : end,
            Gap = batch.Dropped > 0 ? new LogGap(batch.Dropped) : null,
            Partial = batch.More || request.Until is not null ? null : Partial(source.Log, request),
            Truncated = leftOut > 0 ? leftOut : null,
        };
    }

    /// <summary>What stands behind the last newline of the asked streams; null when nothing does.</summary>
    public static LogPartial? Partial(SessionLog log, LogRequest request)
    {
        var stdout = request.Stream is null or LogStream.Stdout ? Text(log, LogStream.Stdout, request.Text) : null;
        var stderr = request.Stream is null or LogStream.Stderr ? Text(log, LogStream.Stderr, request.Text) : null;
        return stdout is null && stderr is null ? null : new LogPartial { Stdout = stdout, Stderr = stderr };
    }

    private static string? Text(SessionLog log, LogStream stream, TextOptions options)
    {
        var partial = log.ReadPartial(stream);
        return partial.Length == 0 ? null : TextView.Of(partial.Span, options);
    }
}
