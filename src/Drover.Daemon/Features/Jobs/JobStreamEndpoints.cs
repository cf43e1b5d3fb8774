using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Running a command and following a job: server-sent events.</summary>
internal static class JobStreamEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/shell/run", (HttpContext http, WorkspaceService workspaces, JobService jobs, JobEventsEndpoints events) => RunAsync(http, workspaces, jobs, events))
            .WithTags("jobs")
            .WithDescription("Runs a command and streams what it prints as server-sent events: start, stdout and stderr, exit. A command that cannot be started is a stream too, with code 127.")
            .Takes<JobRequest>()
            .Produces<JobFrame>(StatusCodes.Status200OK, "text/event-stream")
            .TakesWorkspace()
            .Fails(
                ErrorCodes.RequestCommandEmpty, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField, ErrorCodes.RequestUnknownParameter,
                ErrorCodes.RequestCwdNotFound, ErrorCodes.WorkspaceEscape, ErrorCodes.WorkspaceNotFound, ErrorCodes.WorkspaceGone);

        routes.MapGet("/api/shell/jobs/{id}/events", (string id, HttpContext http, JobService jobs, JobEventsEndpoints events) => FollowAsync(id, http, jobs, events))
            .WithTags("jobs")
            .WithDescription("The frames of a job, from its start; with Last-Event-ID those behind that one. 204 when there are none: an EventSource then stops asking.")
            .Produces<JobFrame>(StatusCodes.Status200OK, "text/event-stream")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(ErrorCodes.JobNotFound, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnknownParameter);
    }

    private static async Task<IResult> RunAsync(HttpContext http, WorkspaceService workspaces, JobService jobs, JobEventsEndpoints events)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.JobRequest);
        var query = new QueryReader(http.Request.Query);
        var workspace = workspaces.Of(query, http.Request.Headers[WorkspaceQuery.Header].ToString());
        if ((query.Check() ?? body.Error ?? workspace.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        var folder = WorkspaceFolder.In(workspace.Value, body.Value.Cwd);
        var spec = folder.Error is { } outside ? outside : JobRules.Check(body.Value, folder.Value);
        var started = spec.Error is { } refused ? refused : await jobs.StartAsync(spec.Value);
        if (started.Error is { } error)
        {
            return Problems.From(error);
        }

        await events.SendAsync(http, started.Value, body.Value.OnDisconnect);
        return Results.Empty;
    }

    private static async Task<IResult> FollowAsync(string id, HttpContext http, JobService jobs, JobEventsEndpoints events)
    {
        var found = jobs.Find(id);
        var last = http.Request.Headers["Last-Event-ID"].ToString();
        var after = SseWriter.LastEventId(http.Request);
        if ((new QueryReader(http.Request.Query).Check() ?? found.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        if (last.Length > 0 && after is null)
        {
            return Problems.From(JobErrors.Invalid("Last-Event-ID", $"Last-Event-ID is the id of a frame, a number, not \"{last}\"."));
        }

        if (found.Value is { HasEnded: true, EndSequence: { } end } && after >= end)
        {
            return Results.NoContent();
        }

        await events.SendAsync(http, found.Value, after);
        return Results.Empty;
    }
}
