namespace Drover.Bench.Benchmarks;

/// <summary>5,000,000 lines of 100 bytes, printed in large writes.</summary>
internal sealed class CaptureBenchmark : FloodBenchmark
{
    private const int Lines = 5_000_000;
    private const int Size = 100;

    public override string Name => "capture";

    protected override long Bytes => (long)Lines * Size;

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        var (drover, cat, pm2, supervisord) = await MeasureAsync();
        return
        [
            new Row("capture of 5 M lines of 100 bytes", Speed(drover), "≥ 0.8 × `cmd \\| cat > file`, ≥ supervisord, ≥ 10 × pm2")
            {
                Pm2 = pm2 is null ? "" : Speed(pm2),
                Supervisord = supervisord is null ? "" : Speed(supervisord),
                Ratio = Figures.Join(
                    Figures.Times(cat.Seconds / drover.Seconds, $"cat ({Speed(cat)})"),
                    supervisord is null ? null : Figures.Times(supervisord.Seconds / drover.Seconds, "supervisord"),
                    pm2 is null ? null : Figures.Times(pm2.Seconds / drover.Seconds, "pm2")),
            },
            new Row("CPU of the daemon for it", Figures.Show(drover.Cpu, "s"), "–")
            {
                Pm2 = pm2 is null ? "" : Figures.Show(pm2.Cpu, "s"),
                Supervisord = supervisord is null ? "" : Figures.Show(supervisord.Cpu, "s"),
            },
            new Row("peak memory of the daemon during it", Figures.Show(drover.PeakMegabytes, "MB"), "–")
            {
                Pm2 = pm2 is null ? "" : Figures.Show(pm2.PeakMegabytes, "MB"),
                Supervisord = supervisord is null ? "" : Figures.Show(supervisord.PeakMegabytes, "MB"),
            },
        ];
    }

    protected override string[] Generate(string mark) => ["lines", $"{Lines}", $"{Size}", mark];

    private string Speed(Flood flood) => $"{Figures.Show(flood.Seconds, "s")} ({Bytes / flood.Seconds / 1e6:0} MB/s{flood.LostText})";
}
