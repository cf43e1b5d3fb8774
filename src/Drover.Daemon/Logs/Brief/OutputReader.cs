using Drover.Contracts.Errors;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Logs.Brief;

/// <summary>Reads lines into an answer of bounded size. Nothing is left out in silence: what does not fit is told with the way to it.</summary>
internal static class OutputReader
{
    /// <summary>The last lines that were printed since a run began; for those who wait.</summary>
    public static OutputPage LastOfRun(ILogSource source, int run, int lines, int bytes)
    {
        var query = new LogQuery { Limit = lines, SinceRun = run > 0 ? run : null, Streams = LogStreams.Stdout | LogStreams.Stderr };
        return Last(source, query, new TextBudget(bytes), namesStreams: true).Value;
    }

    public static Result<OutputPage> Read(ILogSource source, LogQuery query, int bytes)
    {
        var namesStreams = query.Streams == LogStreams.Blended;
        return query.SinceSequence is null
            ? Last(source, query, new TextBudget(bytes), namesStreams)
            : Forward(source, query, new TextBudget(bytes), namesStreams);
    }

    private static Result<OutputPage> Last(ILogSource source, LogQuery query, TextBudget budget, bool namesStreams)
    {
        var end = source.Log.NextSequence;
        var batch = new LogReader(source.Log).Read(query);
        if (batch.PatternTooSlow)
        {
            return LogQueries.PatternTooSlow;
        }

        var shown = OutputText.Of(batch.Lines, namesStreams, budget.LongestLine).Reverse().TakeWhile(line => budget.Takes(line.Text)).Reverse().ToList();
        var count = shown.Sum(line => line.Count);
        var isMore = count < batch.Lines.Count || batch.Truncated || batch.Lines.Count == query.Limit;
        var first = shown.Count > 0 ? shown[0].Seq - shown[0].Count + 1 : end;
        return new OutputPage(Join(shown), count, batch.Lines.Count > 0 ? batch.NextSequence : end, isMore ? Older(query, first, count) : null);
    }

    private static Result<OutputPage> Forward(ILogSource source, LogQuery query, TextBudget budget, bool namesStreams)
    {
        var batch = new LogReader(source.Log).Read(query);
        if (batch.PatternTooSlow)
        {
            return LogQueries.PatternTooSlow;
        }

        var shown = OutputText.Of(batch.Lines, namesStreams, budget.LongestLine).TakeWhile(line => budget.Takes(line.Text)).ToList();
        var count = shown.Sum(line => line.Count);
        var isCut = count < batch.Lines.Count;

        // What was cut is what comes next; the first line is never left out.
        var next = isCut ? shown[^1].Seq + 1 : batch.NextSequence;
        var more = isCut || batch.More ? $"there is more: since_seq={next}" : null;
        var lost = batch.Dropped > 0 ? $"{batch.Dropped} lines before these are not kept any more" : null;
        return new OutputPage(Join(shown), count, next, more is not null && lost is not null ? $"{lost}; {more}" : more ?? lost);
    }

    // Numbers count the lines of all streams: so many back is a page back for most, and never leaves a line out.
    private static string? Older(LogQuery query, long first, int count) => query.Grep is not null || query.Streams != LogStreams.Blended
        ? $"older ones are left out: raise lines (now {query.Limit}) or max_bytes"
        : first <= 1 ? null
        : $"older ones are left out: since_seq={Math.Max(0, first - Math.Max(count, 1))}, or raise lines (now {query.Limit}) or max_bytes";

    private static string Join(IEnumerable<OutputText.Shown> shown) => string.Join('\n', shown.Select(line => line.Text));
}
