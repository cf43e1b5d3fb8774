using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Friendly;

/// <summary>Commands that a folder offers: its scripts, its targets, and what its language has by convention.</summary>
internal static class FriendlyFeature
{
    public static void AddFriendly(this IServiceCollection services) => services.AddSingleton<FriendlyCommands>();

    public static void MapFriendly(this IEndpointRouteBuilder routes) => FriendlyEndpoints.Map(routes);
}
