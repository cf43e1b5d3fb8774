using Drover.Contracts.Client;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Edges.Mcp.Http;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Edges.Mcp.Serving;
using Drover.Daemon.Edges.Mcp.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Edges.Mcp;

/// <summary>
/// MCP for agents, on the daemon's own addresses. Nothing of the SDK is loaded before somebody asks for it: registering and mapping name no type
/// of it, and features give their tools, prompts and resources to the container, which makes them then.
/// </summary>
internal static class McpEdge
{
    private const string Path = "/mcp";

    public static void AddMcp(this IServiceCollection services)
    {
        services.AddSingleton<McpChanges>();
        services.AddSingleton<McpCatalog>();
        services.AddSingleton<McpSubscriptions>();
        services.AddSingleton<HandlerBugs>();
        services.AddSingleton<McpHandlers>();
        services.AddSingleton<McpResourceHandlers>();
        services.AddSingleton<McpListening>();
        services.AddSingleton(provider => McpOptions.Create(
            provider.GetRequiredService<McpHandlers>(),
            provider.GetRequiredService<McpResourceHandlers>(),
            provider.GetRequiredService<McpListening>(),
            provider.GetRequiredService<HandlerBugs>()));
        services.AddSingleton(provider => new SessionIds(SessionKey.Of(provider.GetRequiredService<DroverPaths>())));
        services.AddSingleton<McpSessions>();
        services.AddSingleton<RequestRules>();
        services.AddSingleton<CallerReader>();
        services.AddSingleton<Exchange>();
        services.AddSingleton<StatelessPosts>();
        services.AddSingleton<SessionRequests>();
        services.AddSingleton<McpEndpoints>();

        // The SDK tells of every request, and takes each that a client has got wrong for an error, with its stack. Bugs are told by HandlerBugs.
        services.Configure<LoggerFilterOptions>(filter => filter.AddFilter("ModelContextProtocol", LogLevel.Critical));
    }

    public static void MapMcp(this IEndpointRouteBuilder routes)
    {
        // Routing takes /mcp/ for /mcp.
        Described(routes.MapPost(Path, (RequestDelegate)(http => Endpoints(http).PostAsync(http))));
        Described(routes.MapGet(Path, (RequestDelegate)(http => Endpoints(http).GetAsync(http))));
        Described(routes.MapDelete(Path, (RequestDelegate)(http => Endpoints(http).DeleteAsync(http))));
        WarmUp.Plan(routes.ServiceProvider);
    }

    private static McpEndpoints Endpoints(HttpContext http) => http.RequestServices.GetRequiredService<McpEndpoints>();

    private static void Described(IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(new FailureForm((http, error) => McpFault.From(error).WriteAsync(http))).ExcludeFromDescription();
}
