using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Projects;
using Drover.Daemon.Edges.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Projects;

/// <summary>HTTP to <see cref="ProjectService"/>.</summary>
internal static class ProjectsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/projects/up", (HttpContext http, ProjectService projects) => UpAsync(http, projects))
            .WithTags("projects")
            .WithDescription("Makes what runs what drover.yaml says: starts, restarts and stops only what differs, and tells why. Sessions wait for what they depend on by themselves.")
            .Takes<ProjectUpRequest>()
            .Answers<ProjectChanges>()
            .Fails(
                ErrorCodes.ProjectNotFound, ErrorCodes.ProjectProcessNotFound, ErrorCodes.ProjectFileUnreadable, ErrorCodes.ProjectFileInvalid, ErrorCodes.ProjectUnknownKey,
                ErrorCodes.ProjectDependencyUnknown, ErrorCodes.ProjectDependencyCycle, ErrorCodes.ProjectReferenceUnknown, ErrorCodes.ProjectPortTaken,
                ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField, ErrorCodes.RequestMissingField, ErrorCodes.RequestInvalidValue, ErrorCodes.StorageFull);

        routes.MapPost("/v1/projects/down", (HttpContext http, ProjectService projects) => DownAsync(http, projects))
            .WithTags("projects")
            .WithDescription("Ends what runs of a project, those that depend on others first, and answers when it has ended.")
            .Takes<ProjectDownRequest>()
            .Answers<ProjectChanges>()
            .Fails(
                ErrorCodes.ProjectNotFound, ErrorCodes.ProjectProcessNotFound, ErrorCodes.ProjectFileInvalid,
                ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField, ErrorCodes.RequestInvalidValue);

        routes.MapGet("/v1/projects", (HttpContext http, ProjectService projects) => ListAsync(http, projects))
            .WithTags("projects")
            .WithDescription("Every project that was brought up once, with its processes and their sessions.")
            .Query("path", "string", "Only the project this folder or file belongs to, also when it was never brought up.")
            .Answers<ProjectList>()
            .Fails(ErrorCodes.ProjectNotFound, ErrorCodes.ProjectFileInvalid, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnknownParameter);

        routes.MapGet("/v1/projects/schema", (Delegate)((HttpContext http) => Schema(http)))
            .WithTags("projects")
            .WithDescription("The JSON Schema of drover.yaml, for editors.")
            .Produces<string>(StatusCodes.Status200OK, "application/schema+json")
            .Fails(ErrorCodes.RequestUnknownParameter);

        routes.MapGet("/v1/projects/{name}", (string name, HttpContext http, ProjectService projects) => StatusAsync(name, http, projects))
            .WithTags("projects")
            .WithDescription("One project: its state, its processes with dependencies, ports and sessions, and their levels.")
            .Answers<ProjectStatus>()
            .Fails(ErrorCodes.ProjectNotFound, ErrorCodes.RequestUnknownParameter);
    }

    private static async Task<IResult> UpAsync(HttpContext http, ProjectService projects)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.ProjectUpRequest);
        return (new QueryReader(http.Request.Query).Check() ?? body.Error) is { } wrong
            ? Problems.From(wrong)
            : (await projects.UpAsync(body.Value, http.EndsWithDaemon())).ToHttp(changes => JsonAnswer.Ok(changes, DroverJson.Default.ProjectChanges));
    }

    private static async Task<IResult> DownAsync(HttpContext http, ProjectService projects)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.ProjectDownRequest);
        return (new QueryReader(http.Request.Query).Check() ?? body.Error) is { } wrong
            ? Problems.From(wrong)
            : (await projects.DownAsync(body.Value, http.EndsWithDaemon())).ToHttp(changes => JsonAnswer.Ok(changes, DroverJson.Default.ProjectChanges));
    }

    private static async Task<IResult> ListAsync(HttpContext http, ProjectService projects)
    {
        var query = new QueryReader(http.Request.Query);
        var path = query.Text("path");
        return query.Check() is { } wrong
            ? Problems.From(wrong)
            : (await projects.ListAsync(path)).ToHttp(list => JsonAnswer.Ok(list, DroverJson.Default.ProjectList));
    }

    private static async Task<IResult> StatusAsync(string name, HttpContext http, ProjectService projects) =>
        new QueryReader(http.Request.Query).Check() is { } wrong
            ? Problems.From(wrong)
            : (await projects.StatusAsync(name)).ToHttp(status => JsonAnswer.Ok(status, DroverJson.Default.ProjectStatus));

    private static IResult Schema(HttpContext http) => new QueryReader(http.Request.Query).Check() is { } wrong
        ? Problems.From(wrong)
        : Results.Text(ProjectSchema.Text, "application/schema+json");
}
