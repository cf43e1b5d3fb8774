using Drover.Contracts.Json;
using Drover.Daemon.Edges.Http.OpenApi;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Lifecycle;
using Drover.Daemon.Telemetry;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drover.Daemon;

/// <summary>The table of contents of the daemon: what it is made of, in order.</summary>
internal static class DaemonApp
{
    /// <summary>Registers every feature.</summary>
    public static void AddFeatures(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, DroverJson.Default));

        services.AddEvents();

        services.TryAddSingleton<ISessionCensus, NoSessions>();
        services.TryAddSingleton<IKernelReport, NoKernel>();
    }

    /// <summary>Maps every feature.</summary>
    public static void MapFeatures(this IEndpointRouteBuilder routes)
    {
        routes.MapDaemonItself();
        routes.MapMetrics();
        routes.MapOpenApiDocument();
        routes.MapEvents();
    }
}
