namespace Drover.Bench.Benchmarks;

/// <summary>What taking in a flood took.</summary>
/// <param name="Seconds">From the child's start until its last byte was in the log.</param>
/// <param name="Cpu">CPU seconds of the supervisor's daemon; 0 where there is none.</param>
/// <param name="PeakMegabytes">Highest resident memory of the daemon.</param>
internal sealed record Flood(double Seconds, double Cpu, double PeakMegabytes = 0)
{
    /// <summary>Bytes that never came.</summary>
    public long Lost { get; init; }

    /// <summary>To put behind a figure.</summary>
    public string LostText => Lost > 0 ? $", {Lost / 1e6:0.0} MB lost" : "";
}

/// <summary>A child that prints as fast as it can, under everything that can take it.</summary>
internal abstract class FloodBenchmark : Benchmark
{
    private const int Rounds = 3;

    protected abstract long Bytes { get; }

    protected abstract string[] Generate(string mark);

    /// <summary>Middle of the rounds, which alternate so that a slow minute of the machine hits all of them.</summary>
    protected async Task<(Flood Drover, Flood Cat, Flood? Pm2, Flood? Supervisord)> MeasureAsync()
    {
        var (drover, cat) = (new List<Flood>(), new List<Flood>());
        for (var i = 0; i < Rounds; i++)
        {
            cat.Add(await CatAsync());
            drover.Add(await DroverAsync());
        }

        var (pm2, supervisord) = await PeersAsync(PeerAsync);
        return (Middle(drover), Middle(cat), pm2, supervisord);
    }

    private static Flood Middle(List<Flood> rounds) => new(
        Figures.Median(rounds.Select(r => r.Seconds)), Figures.Median(rounds.Select(r => r.Cpu)), rounds.Max(r => r.PeakMegabytes));

    private async Task<Flood> DroverAsync()
    {
        using var scratch = new Scratch();
        await using var daemon = await DroverDaemon.StartAsync(retainBytes: 2L << 30);
        await daemon.EndAsync(await daemon.ServeAsync(Settings.Generator, "tiny", "1000"));
        var before = ProcessFigures.Cpu(daemon.Pid);
        var bytes = await daemon.EndAsync(await daemon.ServeAsync([Settings.Generator, .. Generate(scratch["mark"])]));
        var end = Clock.Now;
        return bytes == Bytes
            ? new Flood(Clock.Seconds(await Clock.MarkAsync(scratch["mark"]), end), ProcessFigures.Cpu(daemon.Pid) - before, ProcessFigures.PeakMegabytes(daemon.Pid))
            : throw new InvalidOperationException($"{bytes} bytes were captured, {Bytes} were printed");
    }

    private async Task<Flood> CatAsync()
    {
        using var scratch = new Scratch();
        await Command.RunAsync("/bin/sh", ["-c", $"{Settings.Generator} {string.Join(' ', Generate(scratch["mark"]))} | cat > {scratch["log"]}"]);
        return new Flood(Clock.Seconds(await Clock.MarkAsync(scratch["mark"]), Clock.Now), 0);
    }

    private async Task<Flood> PeerAsync(Peer peer)
    {
        using var scratch = new Scratch();
        await peer.StartAsync();
        var before = ProcessFigures.Cpu(peer.Pid);
        await peer.RunAsync(new App("flood", [Settings.Generator, .. Generate(scratch["mark"])]));
        var begin = await Clock.MarkAsync(scratch["mark"]);
        var (end, lost) = await peer.FilledAsync("flood", Bytes);
        return new Flood(Clock.Seconds(begin, end), ProcessFigures.Cpu(peer.Pid) - before, ProcessFigures.PeakMegabytes(peer.Pid)) { Lost = lost };
    }
}
