using System.Text.Json.Nodes;

namespace Drover.Bench.Benchmarks;

/// <summary>Bytes that agents pay for: the list of tools in every conversation, and typical answers. Four bytes are about a token.</summary>
internal sealed class McpTokensBenchmark : Benchmark
{
    private const int Processes = 10;

    public override string Name => "mcp-tokens";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = await DroverDaemon.StartAsync();
        var agent = new McpCaller(daemon);
        for (var i = 0; i < Processes; i++)
        {
            await daemon.ServeAsync(new JsonObject { ["command"] = DroverDaemon.Words(Settings.Generator, "alive"), ["label"] = $"web{i}" });
        }

        await daemon.EndAsync(await daemon.ServeAsync(new JsonObject { ["command"] = DroverDaemon.Words(Settings.Generator, "lines", "1000000", "100"), ["label"] = "flood" }));
        return
        [
            await RowAsync("`tools/list` of the session tools", "≤ 9.5 KB", () => agent.BytesOfListAsync("?toolsets=sessions")),
            await RowAsync("`list_processes`, 11 processes", "≤ 8 KiB", () => agent.BytesReadAsync("list_processes", [])),
            await RowAsync("`get_process_status`", "–", () => agent.BytesReadAsync("get_process_status", Of("web1"))),
            await RowAsync("`restart_process` with wait", "–", () => agent.BytesReadAsync("restart_process", new JsonObject { ["label"] = "web1", ["wait"] = new JsonObject { ["for"] = "running" } })),
            await RowAsync("`get_process_output` of a log of 1 M lines", "≤ 8 KiB", () => agent.BytesReadAsync("get_process_output", Of("flood"))),
            await RowAsync("`search_logs` with 1 M matches", "≤ 8 KiB", () => agent.BytesReadAsync("search_logs", new JsonObject { ["grep"] = "." })),
            await RowAsync("`list_events`", "≤ 8 KiB", () => agent.BytesReadAsync("list_events", [])),
        ];
    }

    private static JsonObject Of(string label) => new() { ["label"] = label };

    private static async Task<Row> RowAsync(string what, string target, Func<Task<int>> measure) => new($"MCP bytes: {what}", $"{await measure()}", target);
}
