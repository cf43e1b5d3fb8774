using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>What agents are offered of sessions, in the order in which they see it.</summary>
internal static class SessionToolsRegistration
{
    public static void AddSessionTools(this IServiceCollection services)
    {
        services.AddSingleton<ProcessFinder>();
        services.AddSingleton<ProcessWaiting>();
        services.AddSingleton<ProcessListings>();
        services.AddSingleton<RestartTogether>();
        services.AddSingleton<StartOnce>();
        services.AddSingleton<DaemonLog>();
        services.AddSingleton<DaemonProcess>();
        services.AddSingleton<SessionUpdates>();

        services.AddSingleton<McpTool, ListProcesses>();
        services.AddSingleton<McpTool, StartProcess>();
        services.AddSingleton<McpTool, RestartProcess>();
        services.AddSingleton<McpTool, StopProcess>();
        services.AddSingleton<McpTool, WaitForProcess>();
        services.AddSingleton<McpTool, GetProcessOutput>();
        services.AddSingleton<McpTool, GetProcessStatus>();
        services.AddSingleton<McpTool, GetProcessLogPaths>();
        services.AddSingleton<McpTool, SendInput>();
        services.AddSingleton<McpTool, SearchLogs>();
        services.AddSingleton<McpTool, ListEvents>();
        services.AddSingleton<McpResources, SessionResources>();
        services.AddSingleton<McpPrompt, DebugPrompt>();
    }
}
