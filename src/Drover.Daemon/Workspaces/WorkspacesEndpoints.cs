using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Workspaces;
using Drover.Daemon.Edges.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Workspaces;

/// <summary>HTTP to <see cref="WorkspaceService"/>.</summary>
internal static class WorkspacesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/workspaces", (HttpContext http, WorkspaceService workspaces) =>
                new QueryReader(http.Request.Query).Check() is { } unknown
                    ? Problems.From(unknown)
                    : workspaces.List().ToHttp(list => JsonAnswer.Ok(list, DroverJson.Default.IReadOnlyListWorkspace)))
            .WithTags("workspaces")
            .WithDescription("Known folders: the one the daemon was started in, then those that were registered, the latest first.")
            .Answers<IReadOnlyList<Workspace>>()
            .Fails(ErrorCodes.RequestUnknownParameter, ErrorCodes.StorageUnavailable);

        routes.MapPost("/workspaces/register", (HttpContext http, WorkspaceService workspaces) => RegisterAsync(http, workspaces))
            .WithTags("workspaces")
            .WithDescription("Makes a folder known by a name. Doing it again changes nothing but the order of the list.")
            .Takes<RegisterWorkspace>()
            .Answers<Workspace>()
            .Fails(
                ErrorCodes.WorkspaceNotFound, ErrorCodes.WorkspaceNameTaken, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnknownField,
                ErrorCodes.RequestInvalidJson, ErrorCodes.StorageFull);
    }

    private static async Task<IResult> RegisterAsync(HttpContext http, WorkspaceService workspaces)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.RegisterWorkspace);
        return (new QueryReader(http.Request.Query).Check() ?? body.Error) is { } wrong
            ? Problems.From(wrong)
            : workspaces.Register(body.Value).ToHttp(workspace => JsonAnswer.Ok(workspace, DroverJson.Default.Workspace));
    }
}
