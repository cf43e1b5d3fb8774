using System.Text.Json;
using Drover.Daemon.Edges.Mcp.Offers;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

#pragma warning disable MCP9005 // Logging is deprecated; the suite still asks for it.

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>Tools that say something while they run, or that wait for the end of the call.</summary>
internal static class ReportingTools
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<McpTool> All() =>
    [
        new ConformanceTool("test_tool_with_progress", "Reports progress.", ReportAsync),
        new ConformanceTool("test_wait", "Reports that it has begun, and waits until it is cancelled.", WaitAsync),
        new ConformanceTool("test_tool_with_logging", "Logs while it runs.", (request, ends) =>
            LogAsync(request, ["Tool execution started", "Tool processing data", "Tool execution completed"], ends)),
        new ConformanceTool("test_logging_tool", "Logs when the request asks for it.", (request, ends) => LogAsync(request, ["A line"], ends)),
        Changing("test_trigger_tool_change", McpChange.Tools),
        Changing("test_trigger_prompt_change", McpChange.Prompts),
        new ConformanceTool("test_missing_capability", "Needs a client that samples.", (request, _) =>
            request.JsonRpcRequest.Context?.ClientCapabilities?.Sampling is null
                ? throw new MissingRequiredClientCapabilityException(new ClientCapabilities { Sampling = new SamplingCapability() })
                : ValueTask.FromResult(ConformanceTool.Text("ok"))),
    ];

    private static async ValueTask<CallToolResult> ReportAsync(RequestContext<CallToolRequestParams> request, CancellationToken ends)
    {
        using var call = new ToolCall(request);
        foreach (var progress in (int[])[0, 50, 100])
        {
            await call.ReportAsync(progress, 100, $"{progress} of 100", ends);
            await Task.Delay(Pause, request.Services!.GetRequiredService<TimeProvider>(), ends);
        }

        return ConformanceTool.Text("Done.");
    }

    // The change tells a test that the call has really ended.
    private static async ValueTask<CallToolResult> WaitAsync(RequestContext<CallToolRequestParams> request, CancellationToken ends)
    {
        using var call = new ToolCall(request);
        try
        {
            await call.ReportAsync(1, null, "waiting", ends);
            await Task.Delay(Timeout.InfiniteTimeSpan, request.Services!.GetRequiredService<TimeProvider>(), ends);
        }
        finally
        {
            request.Services!.GetRequiredService<McpChanges>().Publish(new McpChanged(McpChange.Prompts));
        }

        return ConformanceTool.Text("Done.");
    }

    /// <summary>The initialize era logs at the level the session has set; the stateless one only for requests that set a level.</summary>
    private static async ValueTask<CallToolResult> LogAsync(RequestContext<CallToolRequestParams> request, string[] lines, CancellationToken ends)
    {
        foreach (var line in Revisions.HasHandshake(request.Server.NegotiatedProtocolVersion) || request.JsonRpcRequest.Context?.LogLevel is not null ? lines : [])
        {
            var parameters = new LoggingMessageNotificationParams { Level = LoggingLevel.Info, Logger = "conformance", Data = JsonElement.Parse($"\"{JsonEncodedText.Encode(line)}\"") };
            await request.Server.SendNotificationAsync(NotificationMethods.LoggingMessageNotification, parameters, cancellationToken: ends);
            await Task.Delay(Pause, request.Services!.GetRequiredService<TimeProvider>(), ends);
        }

        return ConformanceTool.Text("Done.");
    }

    private static ConformanceTool Changing(string name, McpChange what) => new(name, "Says that a list has changed.", (request, _) =>
    {
        request.Services!.GetRequiredService<McpChanges>().Publish(new McpChanged(what));
        return ValueTask.FromResult(ConformanceTool.Text("ok"));
    });
}
