using Drover.Supervision.Watching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Workspaces;

/// <summary>Folders that are known by a name: where jobs run.</summary>
internal static class WorkspacesFeature
{
    public static void AddWorkspaces(this IServiceCollection services)
    {
        services.AddSingleton(_ => new WorkspaceOptions(RealPath.Of(Environment.CurrentDirectory)));
        services.AddSingleton<WorkspaceStore>();
        services.AddSingleton<WorkspaceService>();
    }

    public static void MapWorkspaces(this IEndpointRouteBuilder routes) => WorkspacesEndpoints.Map(routes);
}
