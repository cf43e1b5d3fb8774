using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Tasks.Runners.Probing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>The programs that do tasks.</summary>
internal static class RunnersFeature
{
    public static void AddRunners(this IServiceCollection services)
    {
        services.AddSingleton(provider => new TaskRunners(provider.GetRequiredService<DaemonConfig>().Runners));
        services.AddSingleton<RunnerProbes>();
    }

    public static void MapRunners(this IEndpointRouteBuilder routes) => RunnersEndpoints.Map(routes);
}
