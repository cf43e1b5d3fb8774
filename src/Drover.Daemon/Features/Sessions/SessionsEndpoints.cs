using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Drover.Daemon.Edges.Http;
using Drover.Supervision.Supervisor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Sessions;

/// <summary>HTTP to <see cref="SessionService"/>.</summary>
internal static class SessionsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/sessions", (HttpContext http, SessionService sessions, SessionViews views) => ListAsync(http, sessions, views))
            .WithTags("sessions")
            .WithDescription("Every session, newest first, ended ones included until they are removed.")
            .Query("state", "string", "Only these states, separated by commas: starting, running, stopping, backoff, exited, failed, lost.")
            .Query("label", "string", "Only sessions with this label.")
            .Query("cwd", "string", "Only sessions with this working directory.")
            .Answers<SessionList>()
            .Fails(ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnknownParameter);

        routes.MapPost("/v1/sessions", (HttpContext http, SessionService sessions) => CreateAsync(http, sessions))
            .WithTags("sessions")
            .WithDescription("Starts a session. With wait the answer comes when it is ready, has ended, or the time is over.")
            .Takes<SessionSpec>()
            .Answers<SessionCreated>(StatusCodes.Status201Created)
            .Fails(
                ErrorCodes.RequestCommandEmpty, ErrorCodes.RequestCwdNotFound, ErrorCodes.ProcessProgramNotFound, ErrorCodes.ProcessProgramIsDirectory,
                ErrorCodes.ProcessNotExecutable, ErrorCodes.WatchUnreadable, ErrorCodes.WatchLimitReached, ErrorCodes.RequestEnvFileUnreadable,
                ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestInvalidPattern,
                ErrorCodes.RequestUnknownSignal, ErrorCodes.SessionAlreadyRunning, ErrorCodes.SessionDependencyFailed, ErrorCodes.StorageFull);

        One(routes.MapGet("/v1/sessions/{id}", (string id, HttpContext http, SessionService sessions, SessionViews views) =>
                WithAsync(sessions, id, http, async session => JsonAnswer.Ok(await views.OneAsync(session), DroverJson.Default.Session))))
            .WithDescription("Everything about one session, with its process tree and the ports it listens on at this moment.")
            .Answers<Session>();

        One(routes.MapPost("/v1/sessions/{id}/restart", (string id, HttpContext http, SessionService sessions) =>
                WithAsync(sessions, id, http, session => WithBodyAsync(http, DroverJson.Default.RestartRequest, body => sessions.RestartAsync(session, body, http.EndsWithDaemon())))))
            .WithDescription("Ends the current run, if there is one, and starts the next when nothing of it is left.")
            .Takes<RestartRequest>(optional: true)
            .Answers<SessionActed>()
            .Fails(ErrorCodes.SessionAlreadyRunning);

        One(routes.MapPost("/v1/sessions/{id}/stop", (string id, HttpContext http, SessionService sessions) =>
                WithAsync(sessions, id, http, session => WithBodyAsync(http, DroverJson.Default.StopRequest, body => sessions.StopAsync(session, body, http.EndsWithDaemon())))))
            .WithDescription("Ends the session and everything it started: first signal, grace, KILL. A second stop during the grace kills at once.")
            .Takes<StopRequest>(optional: true)
            .Answers<SessionActed>()
            .Fails(ErrorCodes.SessionNotRunning, ErrorCodes.RequestUnknownSignal);

        One(routes.MapDelete("/v1/sessions/{id}", (string id, HttpContext http, SessionService sessions, SessionRemoval removal) => RemoveAsync(id, http, sessions, removal)))
            .WithDescription("Removes an ended session with its log.")
            .Query("force", "0 or 1", "Kill it first when it is active.")
            .Answers<SessionActed>()
            .Fails(ErrorCodes.SessionActive, ErrorCodes.SessionStopIncomplete);

        One(routes.MapGet("/v1/sessions/{id}/runs", (string id, HttpContext http, SessionService sessions) =>
                WithAsync(sessions, id, http, session => Task.FromResult(sessions.Runs(session).ToHttp(runs => JsonAnswer.Ok(runs, DroverJson.Default.RunList))))))
            .WithDescription("The runs of a session, newest first: what started each and how it ended.")
            .Answers<RunList>();

        routes.MapPost("/v1/prune", (HttpContext http, SessionRemoval removal) => PruneAsync(http, removal))
            .WithTags("sessions")
            .WithDescription("Removes ended sessions.")
            .Takes<PruneRequest>(optional: true)
            .Answers<PruneResult>()
            .Fails(ErrorCodes.RequestInvalidValue);
    }

    /// <summary>What all endpoints of one session have in common.</summary>
    public static RouteHandlerBuilder One(RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(RefuseUnavailableAsync).WithTags("sessions").Fails(
            ErrorCodes.SessionUnavailable, ErrorCodes.SessionNotFound, ErrorCodes.SessionAmbiguous, ErrorCodes.RequestUnknownParameter, ErrorCodes.RequestInvalidValue);

    /// <summary>The id in a path. The server leaves a slash encoded, and labels may have one; a per cent sign they cannot have.</summary>
    public static string IdOf(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the session; for calls that take no query.</summary>
    public static Task<IResult> WithAsync(SessionService sessions, string id, HttpContext http, Func<KnownSession, Task<IResult>> act)
    {
        if (new QueryReader(http.Request.Query).Check() is { } unknown)
        {
            return Task.FromResult(Problems.From(unknown));
        }

        var found = sessions.Find(IdOf(id));
        return found.Error is { } error ? Task.FromResult(Problems.From(error)) : act(found.Value);
    }

    private static async ValueTask<object?> RefuseUnavailableAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            return await next(call);
        }
        catch (RunUnavailableException unavailable)
        {
            return Problems.From(new Error(ErrorCodes.SessionUnavailable, unavailable.Message));
        }
    }

    private static async Task<IResult> WithBodyAsync<T>(
        HttpContext http, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Func<T?, Task<Result<SessionActed>>> act)
        where T : class
    {
        var body = await JsonBody.ReadOptionalAsync(http, type);
        return body.Error is { } error
            ? Problems.From(error)
            : (await act(body.Value)).ToHttp(acted => JsonAnswer.Ok(acted, DroverJson.Default.SessionActed));
    }

    private static async Task<IResult> ListAsync(HttpContext http, SessionService sessions, SessionViews views)
    {
        var query = new QueryReader(http.Request.Query);
        var states = StateText.ParseList(query.Text("state"));
        var (label, cwd) = (query.Text("label"), query.Text("cwd"));
        if ((query.Check() ?? states.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        var wanted = sessions.All.Where(session =>
            (states.Value.Count == 0 || states.Value.Contains(session.State))
            && (label is null || session.Label == label)
            && (cwd is null || session.Plan.Placed.Cwd == Path.TrimEndingDirectorySeparator(cwd)));
        return JsonAnswer.Ok(await views.ListAsync([.. wanted]), DroverJson.Default.SessionList);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SessionService sessions)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.SessionSpec);
        if ((new QueryReader(http.Request.Query).Check() ?? body.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        // The membership of a project is the daemon's own to say: to a caller there is no such field.
        if (body.Value.Project is not null)
        {
            return Problems.From(new Error(
                ErrorCodes.RequestUnknownField,
                "Unknown field $.project. Sessions of a project are made by POST /v1/projects/up.",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "project" }));
        }

        return (await sessions.CreateAsync(body.Value, http.EndsWithDaemon()))
            .ToHttp(created => JsonAnswer.Created($"/v1/sessions/{created.Id}", created, DroverJson.Default.SessionCreated));
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext http, SessionService sessions, SessionRemoval removal)
    {
        var query = new QueryReader(http.Request.Query);
        var force = query.Flag("force");
        if (query.Check() is { } wrong)
        {
            return Problems.From(wrong);
        }

        var found = sessions.Find(IdOf(id));
        return found.Error is { } error
            ? Problems.From(error)
            : (await removal.RemoveAsync(found.Value, force)).ToHttp(acted => JsonAnswer.Ok(acted, DroverJson.Default.SessionActed));
    }

    private static async Task<IResult> PruneAsync(HttpContext http, SessionRemoval removal)
    {
        var body = await JsonBody.ReadOptionalAsync(http, DroverJson.Default.PruneRequest);
        if ((new QueryReader(http.Request.Query).Check() ?? body.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        return (await removal.PruneAsync(body.Value)).ToHttp(result => JsonAnswer.Ok(result, DroverJson.Default.PruneResult));
    }
}
