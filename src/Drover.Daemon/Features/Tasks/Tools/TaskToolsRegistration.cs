using Drover.Daemon.Edges.Mcp.Offers;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary>What agents are offered of tasks, in the order in which they see it. Approving is not: that is for people.</summary>
internal static class TaskToolsRegistration
{
    public static void AddTaskTools(this IServiceCollection services)
    {
        services.AddSingleton<McpTool, CreateTask>();
        services.AddSingleton<McpTool, StartTask>();
        services.AddSingleton<McpTool, GetTaskStatus>();
        services.AddSingleton<McpTool, GetTaskEvents>();
        services.AddSingleton<McpTool, ReplyToTask>();
        services.AddSingleton<McpTool, GetTaskDiff>();
        services.AddSingleton<McpTool, MergeTask>();
        services.AddSingleton<McpTool, StopTask>();
    }
}
