namespace Drover.Bench.Benchmarks;

/// <summary>100 sessions that print 1,000 lines a second each, for 20 s.</summary>
internal sealed class ManySessionsBenchmark : Benchmark
{
    private const int Sessions = 100;
    private const int Rate = 1000;
    private const int Seconds = 20;
    private const int LineBytes = 77;

    public override string Name => "many-sessions";

    private static string[] Load => [Settings.Generator, "paced", $"{Rate}", $"{Seconds}"];

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        var drover = await DroverAsync();
        var (pm2, supervisord) = await PeersAsync(PeerAsync);
        return
        [
            new Row("100 sessions at 1,000 lines/s: CPU of the daemon", Cores(drover), "< 0.5 core") { Pm2 = Cores(pm2), Supervisord = Cores(supervisord) },
            new Row("100 sessions at 1,000 lines/s: its memory at most", Memory(drover), "< 150 MB") { Pm2 = Memory(pm2), Supervisord = Memory(supervisord) },
        ];
    }

    private static string Cores(Flood? flood) => flood is null ? "" : Figures.Show(flood.Cpu / flood.Seconds, "core");

    private static string Memory(Flood? flood) => flood is null ? "" : Figures.Show(flood.PeakMegabytes, "MB");

    private static async Task<Flood> DroverAsync()
    {
        await using var daemon = await DroverDaemon.StartAsync();
        var ids = new List<string>();
        var begin = Clock.Now;
        var before = ProcessFigures.Cpu(daemon.Pid);
        for (var i = 0; i < Sessions; i++)
        {
            ids.Add(await daemon.ServeAsync(Load));
        }

        foreach (var id in ids)
        {
            var bytes = await daemon.EndAsync(id);
            if (bytes != Rate * Seconds * LineBytes)
            {
                throw new InvalidOperationException($"{bytes} bytes were captured of one session");
            }
        }

        return new Flood(Clock.Seconds(begin, Clock.Now), ProcessFigures.Cpu(daemon.Pid) - before, ProcessFigures.PeakMegabytes(daemon.Pid));
    }

    private static async Task<Flood> PeerAsync(Peer peer)
    {
        await peer.StartAsync();
        var (begin, before) = (Clock.Now, ProcessFigures.Cpu(peer.Pid));
        await peer.RunAsync([.. Enumerable.Range(0, Sessions).Select(i => new App($"paced{i}", Load))]);
        for (var i = 0; i < Sessions; i++)
        {
            await peer.FilledAsync($"paced{i}", Rate * Seconds * LineBytes);
        }

        return new Flood(Clock.Seconds(begin, Clock.Now), ProcessFigures.Cpu(peer.Pid) - before, ProcessFigures.PeakMegabytes(peer.Pid));
    }
}
