using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Sessions.Limits;
using Drover.Daemon.Features.Sessions.Readiness;
using Drover.Daemon.Features.Sessions.Resources;
using Drover.Daemon.Features.Sessions.Tools;
using Drover.Daemon.Features.Sessions.Waiting;
using Drover.Daemon.Lifecycle;
using Drover.Daemon.Ports;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Sessions;

/// <summary>Long-running processes: supervised, watched, waited for, their output kept.</summary>
internal static class SessionsFeature
{
    public static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<DaemonOptions>();
            return new SessionsOptions { StartFolder = Environment.CurrentDirectory, Grace = options.SessionsGrace, Debounce = options.SessionsDebounce };
        });
        services.AddSingleton(_ => SessionCgroups.OfThisSystem());
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionJournal>();
        services.AddSingleton<SessionLauncher>();
        services.AddSingleton<SessionFactory>();
        services.AddSingleton<SessionDependencies>();
        services.AddSingleton<SessionRecovery>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<SessionViews>();
        services.AddSingleton<SessionWaiter>();
        services.AddSingleton<SessionRemoval>();
        services.AddSingleton<SessionReplacement>();
        services.AddSingleton<SessionStopping>();
        services.AddSingleton<RunHealth>();
        services.AddSingleton<ProbeFactory>();
        services.AddSingleton<PortAllocator>();
        services.AddSingleton<TreeSampler>();
        services.AddSingleton<ISessionCensus, SessionCensus>();
        services.AddSingleton<IDaemonStep, SessionsStep>();
        services.AddSessionTools();
    }

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        SessionsEndpoints.Map(routes);
        SessionInputEndpoints.Map(routes);
        SessionLogEndpoints.Map(routes);
    }
}
