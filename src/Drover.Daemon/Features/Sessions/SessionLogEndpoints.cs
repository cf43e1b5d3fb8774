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
        LogEndpoints.Common(routes.MapGet("/v1/logs", (HttpContext http, SessionService sessions, RecordStream stream, TimeProvider time) => MergedAsync(http, sessions, stream, time)))
            .WithTags("logs")
            .WithDescription("Lines of several sessions merged by time, each with its session_id.")
            .Query("sessions", "string", "Ids or labels, separated by commas; all sessions when left out.")
            .Query("cursor", "string", "The last answer's cursor: goes on behind it in every session.")
            .Answers<MergedLogPage>()
            .Fails(ErrorCodes.LogCursorInvalid, ErrorCodes.SessionNotFound, ErrorCodes.SessionAmbiguous);

        static Task<IResult> Last(string id, HttpContext http, SessionService sessions, RecordStream stream, TimeProvider time) =>
            LogEndpoints.SendAsync(http, sessions.Find(SessionsEndpoints.IdOf(id)), stream, time, fromHead: false);

        static Task<IResult> First(string id, HttpContext http, SessionService sessions, RecordStream stream, TimeProvider time) =>
            LogEndpoints.SendAsync(http, sessions.Find(SessionsEndpoints.IdOf(id)), stream, time, fromHead: true);
    }

    private static void One(RouteHandlerBuilder endpoint, string description) =>
        LogEndpoints.Documented(endpoint).WithTags("logs").WithDescription(description).Fails(ErrorCodes.SessionNotFound, ErrorCodes.SessionAmbiguous);

    private static async Task<IResult> MergedAsync(HttpContext http, SessionService sessions, RecordStream stream, TimeProvider time)
    {
        var query = new QueryReader(http.Request.Query);
        var chosen = MergedChoice.Find(sessions, query.Text("sessions"));
        var cursor = MergedChoice.Cursor(query.Text("cursor") ?? (query.Flag("follow") ? http.Request.Headers["Last-Event-ID"].ToString() : null));
        var request = LogEndpoints.Parse(query, http, fromHead: false, time);
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

        using var writer = LogEndpoints.Writer(http, request.Value);
        await stream.SendAsync(
            http,
            writer,
            ends => MergedWriting.BatchesAsync(reader, request.Value, ends),
            (output, batch) => MergedWriting.Write(output, batch, request.Value));
        return Results.Empty;
    }
}
