using Drover.Daemon.Edges.Http.OpenApi;
using Drover.Daemon.Edges.Mcp;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Features.Friendly;
using Drover.Daemon.Features.Jobs;
using Drover.Daemon.Features.Sessions;
using Drover.Daemon.Features.Tasks;
using Drover.Daemon.Features.Suggest;
using Drover.Daemon.Features.Terminals;
using Drover.Daemon.Features.Tests;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Daemon.Lifecycle;
using Drover.Daemon.Projects;
using Drover.Daemon.Telemetry;
using Drover.Daemon.Workspaces;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon;

/// <summary>The table of contents of the daemon: what it is made of, in order.</summary>
internal static class DaemonApp
{
    /// <summary>Registers every feature.</summary>
    public static void AddFeatures(this IServiceCollection services)
    {
        services.AddKernel();
        services.AddMcp();
        services.AddEvents();
        services.AddSessions();
        services.AddProjects();
        services.AddWorkspaces();
        services.AddJobs();
        services.AddTasks();
        services.AddFriendly();
        services.AddRunners();
        services.AddTests();
        services.AddTerminals();
        services.AddSuggest();
    }

    /// <summary>Maps every feature.</summary>
    public static void MapFeatures(this IEndpointRouteBuilder routes)
    {
        routes.MapDaemonItself();
        routes.MapMetrics();
        routes.MapOpenApiDocument();
        routes.MapMcp();
        routes.MapEvents();
        routes.MapSessions();
        routes.MapProjects();
        routes.MapWorkspaces();
        routes.MapJobs();
        routes.MapTasks();
        routes.MapFriendly();
        routes.MapRunners();
        routes.MapTests();
        routes.MapTerminals();
        routes.MapSuggest();
    }
}
