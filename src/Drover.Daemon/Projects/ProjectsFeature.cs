using Drover.Daemon.Edges.Http.Sites;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Projects.Ports;
using Drover.Daemon.Projects.Tools;
using Drover.Daemon.Projects.Urls;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Projects;

/// <summary>The processes of a folder, as its <c>drover.yaml</c> wants them: <c>up</c> and <c>down</c> over sessions.</summary>
internal static class ProjectsFeature
{
    public static void AddProjects(this IServiceCollection services)
    {
        services.AddSingleton<ProjectStore>();
        services.AddSingleton<ProjectSessions>();
        services.AddSingleton<ProjectNaming>();
        services.AddSingleton<ProjectPorts>();
        services.AddSingleton<ProjectGates>();
        services.AddSingleton<ProjectStopping>();
        services.AddSingleton<ProjectUp>();
        services.AddSingleton<ProjectFailures>();
        services.AddSingleton<ProjectUpRun>();
        services.AddSingleton<ProjectDown>();
        services.AddSingleton<ProjectUrls>();
        services.AddSingleton<ProjectViews>();
        services.AddSingleton<ProjectService>();
        services.AddSingleton<ISites, ProjectSites>();
        services.AddSingleton<ProjectSettling>();
        services.AddSingleton<ProjectReports>();
        services.AddSingleton<ProjectAnswering>();
        services.AddSingleton<McpTool, ProjectUpTool>();
        services.AddSingleton<McpTool, ProjectStatusTool>();
    }

    public static void MapProjects(this IEndpointRouteBuilder routes) => ProjectsEndpoints.Map(routes);
}
