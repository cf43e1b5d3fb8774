using Drover.Contracts.Json;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Storage;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon;

/// <summary>The table of contents of the daemon: what it is made of, in order.</summary>
internal static class DaemonApp
{
    /// <summary>Registers every feature.</summary>
    public static void AddDaemon(this IServiceCollection services, DroverDatabase database)
    {
        services.AddSingleton(database);
        services.AddSingleton<RecordStream>();
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, DroverJson.Default));

        services.AddEvents();
    }

    /// <summary>Maps every feature.</summary>
    public static void MapDaemon(this IEndpointRouteBuilder routes)
    {
        routes.MapEvents();
    }
}
