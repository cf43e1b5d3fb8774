using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Contracts.Friendly;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.Contracts.Workspaces;

namespace Drover.Contracts.Client;

/// <content>One method for each path of the jobs contract, and the workspaces that jobs run in.</content>
public sealed partial class DroverClient
{
    private const string Sse = "text/event-stream";

    /// <summary><c>GET /workspaces</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<IReadOnlyList<Workspace>>>> WorkspacesAsync(CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", "/workspaces"), WorkspaceListReader.Read, cancellation);

    /// <summary><c>POST /workspaces/register</c>.</summary>
    /// <param name="request">Which folder.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<Workspace>>> RegisterWorkspaceAsync(RegisterWorkspace request, CancellationToken cancellation = default)
        => CallAsync(Post("/workspaces/register", request, DroverJson.Default.RegisterWorkspace), json => Read(json, all => all.Workspace), cancellation);

    /// <summary><c>POST /api/shell/run</c>: starts a job; read its events with <see cref="JobFrameReader"/>.</summary>
    /// <param name="workspace">Name or folder; null for the daemon's own.</param>
    /// <param name="request">What is to be run.</param>
    /// <param name="cancellation">Ends the opening of the stream, not the job.</param>
    /// <returns>The stream, or what is wrong.</returns>
    public Task<Result<LineStream>> RunJobAsync(string? workspace, JobRequest request, CancellationToken cancellation = default)
        => StreamAsync(
            new HttpCall("POST", "/api/shell/run" + new QueryText().Add("workspace", workspace)) { Body = JobRequestWriter.Write(request), ContentType = "application/json", Accept = Sse },
            cancellation);

    /// <summary><c>POST /api/shell/test</c>: starts the tests of a folder; read its events with <see cref="JobFrameReader"/>.</summary>
    /// <param name="workspace">Name or folder; null for the daemon's own.</param>
    /// <param name="request">Which tests.</param>
    /// <param name="cancellation">Ends the opening of the stream, not the tests.</param>
    /// <returns>The stream, or what is wrong.</returns>
    public Task<Result<LineStream>> RunTestsAsync(string? workspace, TestRequest request, CancellationToken cancellation = default)
        => StreamAsync(
            Post("/api/shell/test" + new QueryText().Add("workspace", workspace), request, DroverJson.Default.TestRequest) with { Accept = Sse },
            cancellation);

    /// <summary><c>GET /api/shell/friendly</c>.</summary>
    /// <param name="workspace">Name or folder; null for the daemon's own.</param>
    /// <param name="cwd">A folder in it; null for the workspace itself.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<IReadOnlyList<FriendlyCommand>>>> FriendlyCommandsAsync(string? workspace, string? cwd, CancellationToken cancellation = default)
        => CallAsync(
            new HttpCall("GET", "/api/shell/friendly" + new QueryText().Add("workspace", workspace).Add("cwd", cwd)),
            json => Read(json, all => all.IReadOnlyListFriendlyCommand),
            cancellation);

    /// <summary><c>GET /api/shell/jobs/{id}/events</c>; read them with <see cref="JobFrameReader"/>.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="after">Number of the last event that was seen; null for all.</param>
    /// <param name="cancellation">Ends the opening of the stream.</param>
    /// <returns>The stream, or what is wrong.</returns>
    public Task<Result<LineStream>> FollowJobAsync(string job, long? after, CancellationToken cancellation = default)
        => StreamAsync(new HttpCall("GET", OfJob(job, "/events")) { Accept = Sse, Headers = after is { } last ? [new("Last-Event-ID", last.ToString(CultureInfo.InvariantCulture))] : [] }, cancellation);

    /// <summary><c>GET /api/shell/jobs</c>, newest first.</summary>
    /// <param name="workspace">Only of this one; null for all.</param>
    /// <param name="ended">Ended ones, too.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<IReadOnlyList<Job>>>> JobsAsync(string? workspace, bool ended, CancellationToken cancellation = default)
        => CallAsync(
            new HttpCall("GET", "/api/shell/jobs" + new QueryText().Add("state", ended ? "all" : null).Add("workspace", workspace)),
            json => Read(json, all => all.IReadOnlyListJob),
            cancellation);

    /// <summary><c>POST /api/shell/cancel/{id}</c>.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<JobCancelled>>> CancelJobAsync(string job, CancellationToken cancellation = default)
        => CallAsync(Post($"/api/shell/cancel/{Uri.EscapeDataString(job)}"), json => Read(json, all => all.JobCancelled), cancellation);

    /// <summary><c>GET /api/shell/recent</c>, newest first.</summary>
    /// <param name="workspace">Name or folder; null for the daemon's own.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<IReadOnlyList<RecentCommand>>>> RecentCommandsAsync(string? workspace, int? limit, CancellationToken cancellation = default)
        => CallAsync(
            new HttpCall("GET", "/api/shell/recent" + new QueryText().Add("workspace", workspace).Add("limit", limit?.ToString(CultureInfo.InvariantCulture))),
            json => Read(json, all => all.IReadOnlyListRecentCommand),
            cancellation);

    private static string OfJob(string job, string what) => $"/api/shell/jobs/{Uri.EscapeDataString(job)}{what}";
}
