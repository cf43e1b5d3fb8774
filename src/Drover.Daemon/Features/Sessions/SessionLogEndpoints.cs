using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Sessions.Logs;
using Drover.Daemon.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Sessions;

/// <summary>HTTP to the logs of sessions.</summary>
internal static class SessionLogEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        One(routes.MapGet("/v1/sessions/{id}/logs", Last), "Lines of a session: the last ones, those since a position, or those to come.");
        One(routes.MapGet("/v1/sessions/{id}/tail", Last), "The same as logs.");
        One(routes.MapGet("/v1/sessions/{id}/head", First), "The oldest retained lines of a session.");
        Documented(routes.MapGet("/v1/logs", (HttpContext http, SessionService sessions, RecordStream stream, TimeProvider time) => MergedAsync(http, sessions, stream, time)))
            .WithDescription("Lines of several sessions merged by time, each with its session_id.")
            .Query("sessions", "string", "Ids or labels, separated by commas; all sessions when left out.")
            .Query("cursor", "string", "The last answer's cursor: goes on behind it in every session.")
            .Answers<MergedLogPage>()
            .Fails(ErrorCodes.LogCursorInvalid);

        static Task<IResult> Last(string id, HttpContext http, SessionService sessions, RecordStream stream, TimeProvider time) =>
            OneAsync(id, http, sessions, stream, time, fromHead: false);

        static Task<IResult> First(string id, HttpContext http, SessionService sessions, RecordStream stream, TimeProvider time) =>
            OneAsync(id, http, sessions, stream, time, fromHead: true);
    }

    private static void One(RouteHandlerBuilder endpoint, string description) =>
        Documented(endpoint).WithDescription(description).Query("since_seq", "integer", "Entries from this number on, oldest first. The last answer's next_seq neither loses nor repeats a line.").Answers<LogPage>();

    private static RouteHandlerBuilder Documented(RouteHandlerBuilder endpoint) => endpoint
        .WithTags("logs")
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
        .Query("follow", "0 or 1", "Keep the answer open and send entries as they come, until the session has ended and all was sent.")
        .Query("format", "json, text, ndjson, sse or raw", "Default by Accept, else json; follow makes ndjson of it. raw: the bytes of one stream as they were written.")
        .Fails(
            ErrorCodes.SessionNotFound, ErrorCodes.SessionAmbiguous, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestInvalidPattern, ErrorCodes.RequestUnknownParameter);

    private static async Task<IResult> OneAsync(string id, HttpContext http, SessionService sessions, RecordStream stream, TimeProvider time, bool fromHead)
    {
        var request = Parse(new QueryReader(http.Request.Query), http, fromHead, time);
        var found = sessions.Find(SessionsEndpoints.IdOf(id));
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

    private static async Task<IResult> MergedAsync(HttpContext http, SessionService sessions, RecordStream stream, TimeProvider time)
    {
        var query = new QueryReader(http.Request.Query);
        var chosen = MergedChoice.Find(sessions, query.Text("sessions"));
        var cursor = MergedChoice.Cursor(query.Text("cursor") ?? (query.Flag("follow") ? http.Request.Headers["Last-Event-ID"].ToString() : null));
        var request = Parse(query, http, fromHead: false, time);
        if ((request.Error ?? MergedChoice.Refuse(request) ?? chosen.Error ?? cursor.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        var reader = new MergedReader(chosen.Value, request.Value, cursor.Value);
        if (request.Value.Format == LogFormat.Json)
        {
            try
            {
                return JsonAnswer.Ok(MergedWriting.Page(reader, request.Value), DroverJson.Default.MergedLogPage);
            }
            catch (RecordStreamException exception)
            {
                return Problems.From(exception.Error);
            }
        }

        using var writer = Writer(http, request.Value);
        await stream.SendAsync(
            http,
            writer,
            ends => MergedWriting.BatchesAsync(reader, request.Value, ends),
            (output, batch) => MergedWriting.Write(output, batch, request.Value));
        return Results.Empty;
    }

    private static Result<LogRequest> Parse(QueryReader query, HttpContext http, bool fromHead, TimeProvider time) =>
        LogRequestParser.Parse(query, http.Request.Headers.Accept.ToString(), SseWriter.LastEventId(http.Request), fromHead, time.GetUtcNow());

    private static RecordWriter Writer(HttpContext http, LogRequest request) => request.Format switch
    {
        LogFormat.Sse => new SseWriter(http),
        LogFormat.Ndjson => new NdjsonWriter(http),
        LogFormat.Raw => new PlainWriter(http, binary: true),
        _ => new PlainWriter(http, binary: false),
    };
}
