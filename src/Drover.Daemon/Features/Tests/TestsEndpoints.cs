using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Jobs;
using Drover.Daemon.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Tests;

/// <summary>HTTP to <see cref="TestService"/>.</summary>
internal static class TestsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/shell/test", (HttpContext http, WorkspaceService workspaces, TestService tests, JobEventsEndpoints events) => RunAsync(http, workspaces, tests, events))
            .WithTags("jobs")
            .WithDescription("Runs the tests of a folder with the framework its files tell, and streams what it prints as run does; before exit comes a frame result with the numbers and the failures.")
            .Takes<TestRequest>(optional: true)
            .Produces<JobFrame>(StatusCodes.Status200OK, "text/event-stream")
            .TakesWorkspace()
            .Fails(
                ErrorCodes.TestsNoneDetected, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField, ErrorCodes.RequestUnknownParameter,
                ErrorCodes.RequestCwdNotFound, ErrorCodes.WorkspaceEscape, ErrorCodes.WorkspaceNotFound, ErrorCodes.WorkspaceGone, ErrorCodes.StorageUnavailable);

    private static async Task<IResult> RunAsync(HttpContext http, WorkspaceService workspaces, TestService tests, JobEventsEndpoints events)
    {
        var body = await JsonBody.ReadOptionalAsync(http, DroverJson.Default.TestRequest);
        var query = new QueryReader(http.Request.Query);
        var workspace = workspaces.Of(query, http.Request.Headers[WorkspaceQuery.Header].ToString());
        if ((query.Check() ?? body.Error ?? workspace.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        var request = body.Value ?? new TestRequest();
        var folder = WorkspaceFolder.In(workspace.Value, request.Cwd);
        var started = folder.Error is { } outside ? outside : await tests.StartAsync(request, folder.Value);
        if (started.Error is { } refused)
        {
            return Problems.From(refused);
        }

        await events.SendAsync(http, started.Value, request.OnDisconnect);
        return Results.Empty;
    }
}
