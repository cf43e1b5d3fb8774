using Drover.Daemon.Edges.Mcp.Offers;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary>What agents are offered of jobs, in the order in which they see it.</summary>
internal static class JobToolsRegistration
{
    public static void AddJobTools(this IServiceCollection services)
    {
        services.AddSingleton<McpTool, RunCommand>();
        services.AddSingleton<McpTool, ListJobs>();
        services.AddSingleton<McpTool, CancelJob>();
        services.AddSingleton<McpTool, GetJobOutput>();
    }
}
