namespace Drover.Bench.Benchmarks;

/// <summary>A daemon with nothing to do.</summary>
internal sealed class IdleBenchmark : Benchmark
{
    private const int SettleSeconds = 5;
    private const int Seconds = 20;

    public override string Name => "idle";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = await DroverDaemon.StartAsync();
        var drover = await MeasureAsync(daemon.Pid);
        var (pm2, supervisord) = await PeersAsync(async peer =>
        {
            await peer.StartAsync();
            return await MeasureAsync(peer.Pid);
        });
        return
        [
            new Row("memory of the idle daemon (RSS)", Memory(drover), "≤ 80 MB") { Pm2 = Memory(pm2), Supervisord = Memory(supervisord) },
            new Row("CPU of the idle daemon", Percent(drover), "< 0.1 %") { Pm2 = Percent(pm2), Supervisord = Percent(supervisord) },
        ];
    }

    private static string Memory(Flood? idle) => idle is null ? "" : Figures.Show(idle.PeakMegabytes, "MB");

    private static string Percent(Flood? idle) => idle is null ? "" : Figures.Show(idle.Cpu / idle.Seconds * 100, "%");

    private static async Task<Flood> MeasureAsync(int pid)
    {
        await Task.Delay(TimeSpan.FromSeconds(SettleSeconds));
        var (begin, before) = (Clock.Now, ProcessFigures.ExactCpu(pid));
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        var used = ProcessFigures.ExactCpu(pid).Sum(thread => thread.Value - before.GetValueOrDefault(thread.Key));
        return new Flood(Clock.Seconds(begin, Clock.Now), used, ProcessFigures.ResidentMegabytes(pid));
    }
}
