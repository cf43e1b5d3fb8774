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

var rows = new List<Row>();
foreach (var benchmark in all.Where(b => args.Length == 0 || args.Contains(b.Name, StringComparer.Ordinal)))
{
    await Console.Error.WriteLineAsync($"bench: {benchmark.Name}");
    rows.AddRange((await benchmark.RunAsync()).Select(r => r with { Command = $"`bench/run.sh {benchmark.Name}`" }));
}

var table = await Table.RenderAsync(rows);
Console.WriteLine(table);
if (args.Length == 0)
{
    await Table.WriteAsync(Settings.Page, table);
}

return 0;
