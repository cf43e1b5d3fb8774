using Drover.Daemon.Lifecycle;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Terminals;

/// <summary>Commands on terminals of their own, looked at and typed into over web sockets.</summary>
internal static class TerminalsFeature
{
    public static void AddTerminals(this IServiceCollection services)
    {
        services.AddSingleton(provider => new TerminalFiles(Path.Combine(provider.GetRequiredService<DaemonFacts>().Paths.DataDir, "terminals")));
        services.AddSingleton<TerminalRegistry>();
        services.AddSingleton<TerminalService>();
        services.AddSingleton<TerminalRecovery>();
        services.AddSingleton<IDaemonStep, TerminalsStep>();
    }

    public static void MapTerminals(this IEndpointRouteBuilder routes) => TerminalsEndpoints.Map(routes);
}
