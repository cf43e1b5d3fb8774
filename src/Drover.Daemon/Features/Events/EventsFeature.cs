using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Events;

/// <summary>The history of state changes, and the stream of those to come.</summary>
internal static class EventsFeature
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventStore>();
        services.AddSingleton<EventLog>();
    }

    public static void MapEvents(this IEndpointRouteBuilder routes) => EventsEndpoints.Map(routes);
}
