using Drover.Contracts.Errors;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Logs;
using Drover.Daemon.Logs.Brief;
using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Features.Sessions.Tools.Output;

/// <summary>Arguments in the log store's terms.</summary>
internal static class OutputQuery
{
    public const int DefaultLines = 50;
    public const int MostLines = 10_000;

    public static Result<LogQuery> Of(OutputArguments wanted, KnownSession? session, DateTimeOffset now)
    {
        var (streams, unknown) = Streams(wanted.Stream);
        var sinceRun = wanted.SinceTime == "restart";
        var since = sinceRun ? (DateTimeOffset?)null : Time("since_time", wanted.SinceTime, now);
        var until = Time("before_time", wanted.BeforeTime, now);
        var grep = Pattern(wanted.Grep);
        if ((unknown
            ?? SpecRules.Range("lines", wanted.Lines, 1, MostLines)
            ?? SpecRules.Range("since_seq", wanted.SinceSeq, 0, long.MaxValue)
            ?? SpecRules.Range("max_bytes", wanted.MaxBytes, TextBudget.Least, TextBudget.Most)
            ?? since.Error ?? until.Error ?? grep.Error) is { } wrong)
        {
            return wrong;
        }

        return new LogQuery
        {
            Limit = wanted.Lines ?? DefaultLines,
            SinceSequence = wanted.SinceSeq,
            Streams = streams,
            Since = since.Value,
            Until = until.Value,
            SinceRun = sinceRun ? session?.Snapshot.RunNumber : null,
            Grep = grep.Value,
        };
    }

    /// <returns>Null inside when none is given.</returns>
    public static Result<DateTimeOffset?> Time(string field, string? text, DateTimeOffset now) =>
        text is null ? (DateTimeOffset?)null
        : LogTime.TryParse(text, now, out var time) ? (DateTimeOffset?)time
        : SpecRules.Invalid(field, $"is a time such as 2026-01-31T12:00:00Z or so long ago, e.g. 10m, not \"{text}\"");

    /// <returns>Null inside when none is given.</returns>
    public static Result<LinePredicate?> Pattern(string? text) =>
        text is null ? (LinePredicate?)null
        : LinePredicate.TryCreate(text, out var predicate, out _) ? predicate
        : SpecRules.Pattern("grep", text)!;

    private static (LogStreams Streams, Error? Unknown) Streams(string? word) => word switch
    {
        null or "combined" => (LogStreams.Blended, null),
        "stdout" => (LogStreams.Stdout, null),
        "stderr" => (LogStreams.Stderr, null),
        _ => (default, SpecRules.Invalid("stream", $"is stdout, stderr or combined, not \"{word}\"")),
    };
}
