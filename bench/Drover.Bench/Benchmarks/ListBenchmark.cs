namespace Drover.Bench.Benchmarks;

/// <summary>Wall time of the command that lists what runs, with ten processes.</summary>
internal sealed class ListBenchmark : Benchmark
{
    private const int Processes = 10;
    private const int Times = 15;

    public override string Name => "ls";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = await DroverDaemon.StartAsync();
        for (var i = 0; i < Processes; i++)
        {
            await daemon.ServeAsync(Settings.Generator, "alive");
        }

        var program = await RepeatAsync(async () => (await Command.RunAsync(Settings.Program, ["ls"], daemon.Environment)).Milliseconds);
        var launcher = await RepeatAsync(async () => (await Command.RunAsync(Settings.Launcher, ["ls"], daemon.Environment)).Milliseconds);
        var (pm2, supervisord) = await PeersAsync(async peer =>
        {
            await peer.RunAsync([.. Enumerable.Range(0, Processes).Select(i => new App($"alive{i}", [Settings.Generator, "alive"]))]);
            await Clock.UntilAsync(() => File.Exists(peer.LogOf("alive0")), "the first process", 30);
            await Task.Delay(TimeSpan.FromSeconds(2));
            return new Flood(await RepeatAsync(peer.ListAsync) / 1000, 0);
        });
        return
        [
            new Row("`drover ls`, `pm2 ls`, `supervisorctl status`, p50", Figures.Show(program, "ms"), "≤ 150 ms")
            {
                Pm2 = pm2 is null ? "" : Figures.Show(pm2.Seconds * 1000, "ms"),
                Supervisord = supervisord is null ? "" : Figures.Show(supervisord.Seconds * 1000, "ms"),
            },
            new Row("the same through `./drover`, the launcher of a source tree", Figures.Show(launcher, "ms"), "≤ 30 ms more"),
        ];
    }

    private static async Task<double> RepeatAsync(Func<Task<double>> measure)
    {
        var values = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            values.Add(await measure());
        }

        return Figures.Median(values);
    }
}
