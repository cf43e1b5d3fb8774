using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Logs;

/// <summary>Understands the query of a log endpoint. A value that is not understood is an error, never ignored.</summary>
internal static class LogRequestParser
{
    // Only a page of JSON is built in memory; other forms are sent as they are read.
    private const int LargestStreamed = 100_000_000;

    /// <param name="query">The query, of which every log parameter is asked for here; others may have been before.</param>
    /// <param name="accept">The Accept header; looked at only where the query names no format.</param>
    /// <param name="lastEventId">What a reconnecting event stream has seen last.</param>
    /// <param name="fromHead">True on the head endpoint.</param>
    /// <param name="now">What durations count back from.</param>
    public static Result<LogRequest> Parse(QueryReader query, string? accept, long? lastEventId, bool fromHead, DateTimeOffset now)
    {
        var stream = query.OneOf("stream", "stdout", "stderr", "system", StreamNames.Blended);
        var follow = query.Flag("follow");
        var format = Format(query.OneOf("format", "json", "text", "ndjson", "sse", "raw"), accept, follow);
        var since = query.Text("since");
        var request = new LogRequest
        {
            Stream = StreamNames.Parse(stream),
            Follow = follow,
            Format = format,
            FromHead = fromHead,
            Limit = (int)(query.Number("limit", 0, format == LogFormat.Json ? LogRequest.LargestPage : LargestStreamed) ?? LogRequest.DefaultLimit),
            SinceSeq = query.Number("since_seq", 0, long.MaxValue),
            SinceRestart = since == "restart",
            Since = since == "restart" ? null : Time(query, "since", since, now),
            Until = Time(query, "until", query.Text("until"), now),
            Grep = Pattern(query, "grep"),
            Context = (int)(query.Number("context", 0, LogRequest.LargestContext) ?? 0),
            Level = query.OneOf("level", "error", "warn") switch
            {
                "error" => LineLevel.Error,
                "warn" => LineLevel.Warn,
                _ => LineLevel.None,
            },
            MaxBytes = (int?)query.Number("max_bytes", 0, int.MaxValue),
            KeepAnsi = query.OneOf("ansi", "strip", "keep") == "keep",
            Bytes = query.Flag("bytes"),
            Dedupe = query.Flag("dedupe"),
        };
        if (follow && (request.Until is not null || request.MaxBytes is not null))
        {
            query.Fail("follow", "follow=1 has no end: until and max_bytes cannot go with it.");
        }

        if (format == LogFormat.Raw && request.Stream is null)
        {
            query.Fail("format", "format=raw gives the bytes of one stream: say stream=stdout or stream=stderr.");
        }

        if (follow && lastEventId is { } seen)
        {
            request = request with { SinceSeq = seen + 1 };
        }

        return query.Check() is { } error ? error : request;
    }

    private static LogFormat Format(string? word, string? accept, bool follow)
    {
        var format = word switch
        {
            "json" => LogFormat.Json,
            "text" => LogFormat.Text,
            "ndjson" => LogFormat.Ndjson,
            "sse" => LogFormat.Sse,
            "raw" => LogFormat.Raw,
            _ => Accepted(accept ?? ""),
        };

        // A stream without end cannot be one JSON document.
        return follow && format == LogFormat.Json ? LogFormat.Ndjson : format;
    }

    private static LogFormat Accepted(string accept) =>
        accept.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) ? LogFormat.Sse
        : accept.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) ? LogFormat.Text
        : accept.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase) ? LogFormat.Ndjson
        : LogFormat.Json;

    private static DateTimeOffset? Time(QueryReader query, string name, string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        if (LogTime.TryParse(text, now, out var time))
        {
            return time;
        }

        query.Fail(name, $"{name} is {(name == "since" ? "restart, " : "")}a duration such as 10m, or a time such as 2026-01-31T12:00:00Z, not \"{text}\".");
        return null;
    }

    private static LinePredicate? Pattern(QueryReader query, string name)
    {
        if (query.Text(name) is not { } text)
        {
            return null;
        }

        if (!LinePredicate.TryCreate(text, out var predicate, out var wrong))
        {
            query.Fail(name, $"{name} is not a regular expression: {wrong}", ErrorCodes.RequestInvalidPattern);
        }

        return predicate;
    }
}
