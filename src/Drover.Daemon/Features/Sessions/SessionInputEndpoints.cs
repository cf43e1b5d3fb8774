using System.Buffers;
using System.Text;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Sessions.Specs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Sessions;

/// <summary>HTTP to what a running session is told, and asked.</summary>
internal static class SessionInputEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        SessionsEndpoints.One(routes.MapPost("/v1/sessions/{id}/signal", (string id, HttpContext http, SessionService sessions) =>
                SessionsEndpoints.WithAsync(sessions, id, http, session => SignalAsync(http, session))))
            .WithDescription("Sends a signal, by name or number, to the session's process group, as a terminal does.")
            .Takes<SignalRequest>()
            .Answers<SessionActed>()
            .Fails(ErrorCodes.RequestUnknownSignal, ErrorCodes.SessionNotRunning);

        SessionsEndpoints.One(routes.MapPost("/v1/sessions/{id}/stdin", (string id, HttpContext http, SessionService sessions) => WriteAsync(id, http, sessions)))
            .WithDescription("Writes to the session's standard input: the body as it is, or with Content-Type application/json the text in {\"text\"}. Nothing is added.")
            .Query("close", "0 or 1", "End its standard input behind what was written.")
            .Takes<StdinRequest>()
            .Answers<StdinWritten>()
            .Fails(ErrorCodes.SessionNotRunning, ErrorCodes.SessionStdinClosed, ErrorCodes.SessionStdinFull, ErrorCodes.RequestTooLarge);

        SessionsEndpoints.One(routes.MapPost("/v1/sessions/{id}/wait", (string id, HttpContext http, SessionService sessions) =>
                SessionsEndpoints.WithAsync(sessions, id, http, session => WaitAsync(http, sessions, session))))
            .WithDescription("Blocks until the session is ready, has ended, has printed a line or is quiet, or the time is over; tells which, and its last lines.")
            .Takes<WaitRequest>(optional: true)
            .Answers<WaitResult>()
            .Fails(ErrorCodes.RequestInvalidPattern, ErrorCodes.RequestMissingField);
    }

    private static async Task<IResult> SignalAsync(HttpContext http, KnownSession session)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.SignalRequest);
        return body.Error is { } error
            ? Problems.From(error)
            : (await SessionService.SignalAsync(session, body.Value)).ToHttp(acted => JsonAnswer.Ok(acted, DroverJson.Default.SessionActed));
    }

    private static async Task<IResult> WaitAsync(HttpContext http, SessionService sessions, KnownSession session)
    {
        var body = await JsonBody.ReadOptionalAsync(http, DroverJson.Default.WaitRequest);
        return body.Error is { } error
            ? Problems.From(error)
            : (await sessions.WaitAsync(session, body.Value ?? new WaitRequest(), http.EndsWithDaemon())).ToHttp(result => JsonAnswer.Ok(result, DroverJson.Default.WaitResult));
    }

    private static async Task<IResult> WriteAsync(string id, HttpContext http, SessionService sessions)
    {
        var query = new QueryReader(http.Request.Query);
        var close = query.Flag("close");
        if (query.Check() is { } unknown)
        {
            return Problems.From(unknown);
        }

        var session = sessions.Find(SessionsEndpoints.IdOf(id));
        if (session.Error is { } missing)
        {
            return Problems.From(missing);
        }

        var bytes = MediaTypes.IsJson(http.Request.ContentType) ? await TextAsync(http) : await RawAsync(http);
        return bytes.Error is { } error
            ? Problems.From(error)
            : (await SessionService.WriteAsync(session.Value, bytes.Value, close)).ToHttp(written => JsonAnswer.Ok(written, DroverJson.Default.StdinWritten));
    }

    private static async Task<Result<ReadOnlyMemory<byte>>> TextAsync(HttpContext http)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.StdinRequest);
        return body.Error is { } error ? error
            : body.Value.Text is null ? SpecRules.Missing("text")
            : (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(body.Value.Text);
    }

    private static async Task<Result<ReadOnlyMemory<byte>>> RawAsync(HttpContext http)
    {
        // A page of another origin can send a raw body without asking; it then has an Origin, and those are turned away before.
        var reader = http.Request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(http.RequestAborted);
                if (read.IsCompleted)
                {
                    ReadOnlyMemory<byte> bytes = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return bytes;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException refused)
        {
            return RequestFailures.From(refused);
        }
    }
}
