namespace Drover.Bench.Benchmarks;

/// <summary>1,000,000 lines, each a write of its own.</summary>
internal sealed class TinyWritesBenchmark : FloodBenchmark
{
    private const int Lines = 1_000_000;
    private const int Size = 16;

    public override string Name => "tiny-writes";

    protected override long Bytes => (long)Lines * Size;

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        var (drover, cat, pm2, supervisord) = await MeasureAsync();
        return
        [
            new Row("1 M unbuffered lines of 16 bytes", Figures.Show(drover.Seconds, "s"), "–")
            {
                Pm2 = pm2 is null ? "" : Figures.Show(pm2.Seconds, "s") + pm2.LostText,
                Supervisord = supervisord is null ? "" : Figures.Show(supervisord.Seconds, "s"),
                Ratio = Figures.Times(cat.Seconds / drover.Seconds, $"cat ({Figures.Show(cat.Seconds, "s")})"),
            },
            new Row("CPU of the daemon for it", Figures.Show(drover.Cpu, "s"), "< 0.25 s")
            {
                Pm2 = pm2 is null ? "" : Figures.Show(pm2.Cpu, "s"),
                Supervisord = supervisord is null ? "" : Figures.Show(supervisord.Cpu, "s"),
            },
        ];
    }

    protected override string[] Generate(string mark) => ["tiny", $"{Lines}", mark];
}
