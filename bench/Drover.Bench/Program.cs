using Drover.Bench;
using Drover.Bench.Benchmarks;

Benchmark[] all =
[
    new CaptureBenchmark(),
    new TinyWritesBenchmark(),
    new ManySessionsBenchmark(),
    new FollowBenchmark(),
    new SpawnBenchmark(),
    new RespawnBenchmark(),
    new ReadingBenchmark(),
    new StartBenchmark(),
    new IdleBenchmark(),
    new SessionMemoryBenchmark(),
    new ListBenchmark(),
    new JobsBenchmark(),
    new McpBenchmark(),
    new McpTokensBenchmark(),
];

if (args is ["--list"])
{
    Array.ForEach(all, b => Console.WriteLine(b.Name));
    return 0;
}

if (Array.Find(args, a => !Array.Exists(all, b => b.Name == a)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no benchmark {unknown}: bench/run.sh --list");
    return 2;
}

var results = await Results.ReadAsync(Settings.Page);
var failed = false;
foreach (var benchmark in all.Where(b => args.Length == 0 || args.Contains(b.Name, StringComparer.Ordinal)))
{
    await Console.Error.WriteLineAsync($"bench: {benchmark.Name}");
    try
    {
        results[benchmark.Name] = [.. (await benchmark.RunAsync()).Select(r => r with { Command = Results.CommandOf(benchmark.Name) })];
    }
    catch (Exception e) when (e is InvalidOperationException or TimeoutException or HttpRequestException or IOException or OperationCanceledException)
    {
        // The others are measured all the same; what was measured of this one before stays in the table.
        failed = true;
        await Console.Error.WriteLineAsync($"bench: {benchmark.Name} failed: {e}");
    }
}

var table = await Table.RenderAsync([.. all.SelectMany(b => results.GetValueOrDefault(b.Name, []))]);
Console.WriteLine(table);
await Table.WriteAsync(Settings.Page, table);
return failed ? 1 : 0;
