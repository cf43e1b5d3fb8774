using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Jobs.Recent;
using Drover.Daemon.Logs;
using Drover.Daemon.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Jobs;

/// <summary>HTTP to <see cref="JobService"/>.</summary>
internal static class JobsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/shell/jobs", (HttpContext http, WorkspaceService workspaces, JobService jobs) => List(http, workspaces, jobs))
            .WithTags("jobs")
            .WithDescription("The jobs that run, newest first; of every workspace unless one is named.")
            .Query("state", "active or all", "With all the ended ones that are kept, too. Default active.")
            .Answers<IReadOnlyList<Job>>()
            .TakesWorkspace();

        One(routes.MapGet("/api/shell/jobs/{id}", (string id, HttpContext http, JobService jobs) =>
                With(jobs, id, http, job => Task.FromResult(JsonAnswer.Ok(JobViews.Of(job), DroverJson.Default.Job)))))
            .WithDescription("One job.")
            .Answers<Job>();

        One(routes.MapPost("/api/shell/cancel/{id}", (string id, HttpContext http, JobService jobs) =>
                With(jobs, id, http, async job => (await jobs.CancelAsync(job)).ToHttp(cancelled => JsonAnswer.Ok(cancelled, DroverJson.Default.JobCancelled)))))
            .WithDescription("Ends a job and everything it started: TERM, three seconds, KILL. A second time it kills at once.")
            .Answers<JobCancelled>()
            .Fails(ErrorCodes.JobEnded);

        LogEndpoints.Documented(routes.MapGet("/api/shell/jobs/{id}/logs", (string id, HttpContext http, JobService jobs, RecordStream stream, TimeProvider time) =>
                LogEndpoints.SendAsync(http, jobs.Find(id), stream, time, fromHead: false)))
            .WithTags("jobs")
            .WithDescription("What a job printed, its last lines unless a position is given; with follow also what it will print.")
            .Fails(ErrorCodes.JobNotFound);

        routes.MapGet("/api/shell/recent", (HttpContext http, WorkspaceService workspaces, RecentCommands recent) => Recent(http, workspaces, recent))
            .WithTags("jobs")
            .WithDescription("The last commands of a workspace, each once, newest first, without what looks like a secret in them.")
            .Query("limit", "integer", "1 to 50, default 50.")
            .Answers<IReadOnlyList<RecentCommand>>()
            .TakesWorkspace();
    }

    private static RouteHandlerBuilder One(RouteHandlerBuilder endpoint) =>
        endpoint.WithTags("jobs").Fails(ErrorCodes.JobNotFound, ErrorCodes.RequestUnknownParameter);

    private static Task<IResult> With(JobService jobs, string id, HttpContext http, Func<KnownJob, Task<IResult>> act)
    {
        var found = jobs.Find(id);
        return (new QueryReader(http.Request.Query).Check() ?? found.Error) is { } wrong ? Task.FromResult(Problems.From(wrong)) : act(found.Value);
    }

    private static IResult List(HttpContext http, WorkspaceService workspaces, JobService jobs)
    {
        var query = new QueryReader(http.Request.Query);
        var all = query.OneOf("state", "active", "all") == "all";
        var named = WorkspaceQuery.Named(query, http.Request.Headers[WorkspaceQuery.Header].ToString());
        var workspace = workspaces.Find(named);
        if ((query.Check() ?? workspace.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        IReadOnlyList<Job> wanted =
        [
            .. jobs.All.Where(job => (all || !job.HasEnded) && (named is null || job.Plan.Workspace == workspace.Value.Path)).Select(JobViews.Of),
        ];
        return JsonAnswer.Ok(wanted, DroverJson.Default.IReadOnlyListJob);
    }

    private static IResult Recent(HttpContext http, WorkspaceService workspaces, RecentCommands recent)
    {
        var query = new QueryReader(http.Request.Query);
        var limit = (int)(query.Number("limit", 1, RecentCommands.Most) ?? RecentCommands.Most);
        var workspace = workspaces.Of(query, http.Request.Headers[WorkspaceQuery.Header].ToString());
        return (query.Check() ?? workspace.Error) is { } wrong
            ? Problems.From(wrong)
            : recent.Last(workspace.Value.Path, limit).ToHttp(commands => JsonAnswer.Ok(commands, DroverJson.Default.IReadOnlyListRecentCommand));
    }
}
