using Drover.Contracts.Errors;
using Drover.Contracts.Friendly;
using Drover.Contracts.Json;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Friendly;

/// <summary>HTTP to <see cref="FriendlyCommands"/>.</summary>
internal static class FriendlyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/shell/friendly", (HttpContext http, WorkspaceService workspaces, FriendlyCommands friendly) => List(http, workspaces, friendly))
            .WithTags("jobs")
            .WithDescription("What somebody who works in the folder probably wants to run there: tests, dev server, lint, build, format, scripts; the surest of each first. Nothing is run.")
            .Query("cwd", "string", "A folder in the workspace; default the workspace itself.")
            .Answers<IReadOnlyList<FriendlyCommand>>()
            .TakesWorkspace()
            .Fails(ErrorCodes.RequestCwdNotFound, ErrorCodes.WorkspaceEscape, ErrorCodes.WorkspaceGone);

    private static IResult List(HttpContext http, WorkspaceService workspaces, FriendlyCommands friendly)
    {
        var query = new QueryReader(http.Request.Query);
        var cwd = query.Text("cwd");
        var workspace = workspaces.Of(query, http.Request.Headers[WorkspaceQuery.Header].ToString());
        if ((query.Check() ?? workspace.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        return WorkspaceFolder.In(workspace.Value, cwd).ToHttp(folder => JsonAnswer.Ok(friendly.In(folder), DroverJson.Default.IReadOnlyListFriendlyCommand));
    }
}
