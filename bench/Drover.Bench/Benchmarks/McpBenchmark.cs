using System.Text.Json.Nodes;

namespace Drover.Bench.Benchmarks;

/// <summary>What an agent waits for: a call, the outcome of a restart; and what many waiting ones cost.</summary>
internal sealed class McpBenchmark : Benchmark
{
    private const int Warm = 500;
    private const int Calls = 1_000;
    private const int Restarts = 15;
    private const int Waiting = 50;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    public override string Name => "mcp";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = await DroverDaemon.StartAsync();
        var agent = new McpCaller(daemon);
        for (var i = 0; i < 10; i++)
        {
            await daemon.ServeAsync(Settings.Generator, "alive");
        }

        var list = await ListAsync(agent);
        var restart = await RestartAsync(agent);
        var cpu = await WaitAsync(agent, daemon.Pid);
        return
        [
            new Row("MCP `list_processes`, 10 processes, p50", Figures.Show(list, "ms"), "≤ 3 ms"),
            new Row("MCP `restart_process` with wait: readiness → answer, p50", Figures.Show(restart, "ms"), "≤ 20 ms"),
            new Row("50 agents waiting at once: CPU of the daemon", Figures.Show(cpu, "%"), "< 1 %"),
        ];
    }

    private static async Task<double> ListAsync(McpCaller agent)
    {
        var times = new List<double>();
        for (var i = 0; i < Warm + Calls; i++)
        {
            var begin = Clock.Now;
            await agent.CallAsync("list_processes", []);
            times.Add(Clock.Milliseconds(begin, Clock.Now));
        }

        return Figures.Median(times.Skip(Warm));
    }

    private static async Task<double> RestartAsync(McpCaller agent)
    {
        using var scratch = new Scratch();
        var mark = scratch["mark"];
        var ready = new JsonObject { ["log"] = "^ready" };
        await agent.CallAsync("start_process", new JsonObject
        {
            ["command"] = $"sleep 0.2; {Settings.Generator} alive {mark} & echo ready; wait",
            ["working_directory"] = scratch.Path,
            ["label"] = "web",
            ["ready"] = ready,
            ["wait"] = new JsonObject { ["for"] = "ready" },
        });
        var times = new List<double>();
        for (var i = 0; i < Restarts; i++)
        {
            File.Delete(mark);
            await agent.CallAsync("restart_process", new JsonObject { ["label"] = "web", ["wait"] = new JsonObject { ["for"] = "ready" } });
            var answered = Clock.Now;
            times.Add(Math.Max(0, Clock.Milliseconds(await Clock.MarkAsync(mark), answered)));
        }

        await agent.CallAsync("stop_process", new JsonObject { ["label"] = "web" });
        return Figures.Median(times);
    }

    private static async Task<double> WaitAsync(McpCaller agent, int daemon)
    {
        using var scratch = new Scratch();
        await agent.CallAsync("start_process", new JsonObject { ["command"] = $"exec {Settings.Generator} alive", ["working_directory"] = scratch.Path, ["label"] = "quiet" });
        var timeout = (int)(Watched + TimeSpan.FromSeconds(4)).TotalMilliseconds;
        var waits = Enumerable.Range(0, Waiting).Select(_ => agent.CallAsync("wait_for_process", new JsonObject { ["label"] = "quiet", ["for"] = "exit", ["timeout_ms"] = timeout })).ToList();
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = ProcessFigures.Cpu(daemon);
        await Task.Delay(Watched);
        var used = ProcessFigures.Cpu(daemon) - before;
        await Task.WhenAll(waits);
        return used / Watched.TotalSeconds * 100;
    }
}
