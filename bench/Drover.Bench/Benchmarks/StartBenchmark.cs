namespace Drover.Bench.Benchmarks;

/// <summary>From the start of the daemon's process until its first answer.</summary>
internal sealed class StartBenchmark : Benchmark
{
    private const int Starts = 7;

    public override string Name => "start";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        var drover = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            await using var daemon = await DroverDaemon.StartAsync();
            drover.Add(Clock.Milliseconds(daemon.StartedAt, daemon.AnsweredAt));
        }

        var (pm2, supervisord) = await PeersAsync(async peer => new Flood(await peer.StartAsync() / 1000, 0));
        return
        [
            new Row("start of the daemon → first answer, p50", Figures.Show(Figures.Median(drover), "ms"), "≤ 400 ms")
            {
                Pm2 = pm2 is null ? "" : $"{Figures.Show(pm2.Seconds * 1000, "ms")} (`pm2 ping`)",
                Supervisord = supervisord is null ? "" : Figures.Show(supervisord.Seconds * 1000, "ms"),
            },
        ];
    }
}
