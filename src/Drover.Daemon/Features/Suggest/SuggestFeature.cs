using Drover.Daemon.Configuration;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Suggest.Model;
using Drover.Daemon.Features.Suggest.Tools;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Suggest;

/// <summary>Commands for goals in words.</summary>
internal static class SuggestFeature
{
    public static void AddSuggest(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<DaemonOptions>();
            var model = options is { LlmBaseUrl: { } url, LlmModel: { } name } ? new ModelOptions(url, name, options.LlmApiKeyEnv, options.LlmTimeout) : null;
            return new ModelClient(model, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ModelClient>>());
        });
        services.AddSingleton<SuggestService>();
        services.AddSingleton<McpTool, SuggestCommand>();
    }

    public static void MapSuggest(this IEndpointRouteBuilder routes) => SuggestEndpoints.Map(routes);
}
