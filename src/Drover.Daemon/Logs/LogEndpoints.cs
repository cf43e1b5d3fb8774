using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.Daemon.Edges.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Logs;

/// <summary>What the log endpoints of all features have in common: their parameters, and their answers in every form.</summary>
internal static class LogEndpoints
{
    /// <summary>The parameters that every log endpoint takes.</summary>
    public static RouteHandlerBuilder Documented(RouteHandlerBuilder endpoint) => Common(endpoint)
        .Query("since_seq", "integer", "Entries from this number on, oldest first. The last answer's next_seq neither loses nor repeats a line.")
        .Answers<LogPage>();

    /// <summary>The parameters of a merged log, too.</summary>
    public static RouteHandlerBuilder Common(RouteHandlerBuilder endpoint) => endpoint
        .Query("stream", "stdout, stderr, system or blended", "Default blended: all of them in order of arrival.")
        .Query("limit", "integer", "0 to 10000 entries, default 100; other forms than json take more. With 0 only the cursor is told.")
        .Query("since", "string", "restart (the current run), a duration such as 10m, or a time such as 2026-01-31T12:00:00Z.")
        .Query("until", "string", "A duration before now, or a time.")
        .Query("grep", "string", "Only lines that this regular expression matches.")
        .Query("context", "integer", "0 to 100 lines around each match of grep or level.")
        .Query("level", "error or warn", "Only lines that look like errors; with warn like warnings, too.")
        .Query("max_bytes", "integer", "Longest text; the oldest entries are cut away, and truncated tells how many matching lines that leaves out: in the answer, or as a record of a stream; raw has no place for it.")
        .Query("ansi", "strip or keep", "Colours and other terminal sequences. Default strip.")
        .Query("bytes", "0 or 1", "Entries of one session also have raw: what was written, in base64, where that is not the text and a newline.")
        .Query("dedupe", "0 or 1", "Fold equal lines in a row into one entry with repeats.")
        .Query("follow", "0 or 1", "Keep the answer open and send entries as they come, until it has ended and all was sent.")
        .Query("format", "json, text, ndjson, sse or raw", "Default by Accept, else json; follow makes ndjson of it. raw: the bytes of one stream as they were written.")
        .Fails(
            ErrorCodes.RequestInvalidValue, ErrorCodes.RequestInvalidPattern, ErrorCodes.RequestUnknownParameter);

    /// <summary>Answers with one log, in the form that is asked for.</summary>
    public static async Task<IResult> SendAsync<T>(HttpContext http, Result<T> found, RecordStream stream, TimeProvider time, bool fromHead)
        where T : ILogSource
    {
        var request = Parse(new QueryReader(http.Request.Query), http, fromHead, time);
        if ((found.Error ?? request.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        if (request.Value.Format == LogFormat.Json)
        {
            return LogPages.Read(found.Value, request.Value).ToHttp(static page => JsonAnswer.Ok(page, DroverJson.Default.LogPage));
        }

        using var writer = Writer(http, request.Value);
        await stream.SendAsync(
            http,
            writer,
            ends => LogStreaming.ReadAsync(found.Value, request.Value, ends),
            (output, batch) => LogWriting.Write(output, batch, request.Value));
        return Results.Empty;
    }

    public static Result<LogRequest> Parse(QueryReader query, HttpContext http, bool fromHead, TimeProvider time) =>
        LogRequestParser.Parse(query, http.Request.Headers.Accept.ToString(), SseWriter.LastEventId(http.Request), fromHead, time.GetUtcNow());

    public static RecordWriter Writer(HttpContext http, LogRequest request) => request.Format switch
    {
        LogFormat.Sse => new SseWriter(http),
        LogFormat.Ndjson => new NdjsonWriter(http),
        LogFormat.Raw => new PlainWriter(http, binary: true),
        _ => new PlainWriter(http, binary: false),
    };
}
