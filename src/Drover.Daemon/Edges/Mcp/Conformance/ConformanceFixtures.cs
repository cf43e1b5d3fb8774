using Drover.Daemon.Edges.Mcp.Offers;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>
/// What the public suite (npm @modelcontextprotocol/conformance) wants to find in a server: tools, prompts and resources with fixed names and
/// answers. Only there with <c>drover daemon run --mcp-conformance</c>. Names and texts are the suite's.
/// </summary>
internal static class ConformanceFixtures
{
    public const string Toolset = "conformance";

    public static void AddMcpConformance(this IServiceCollection services)
    {
        foreach (var tool in (IEnumerable<McpTool>)[.. ContentTools.All(), .. ReportingTools.All(), .. AskingTools.All(), .. InputRequiredTools.All()])
        {
            services.AddSingleton(tool);
        }

        foreach (var prompt in ConformancePrompt.All())
        {
            services.AddSingleton(prompt);
        }

        services.AddSingleton<McpResources, ConformanceResources>();
    }
}
