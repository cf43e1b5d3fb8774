namespace Drover.Bench.Benchmarks;

/// <summary>The last lines of a log of 1 GB, and a search through all of it.</summary>
internal sealed class ReadingBenchmark : Benchmark
{
    private const int Lines = 10_000_000;
    private const int Size = 100;
    private const int Tails = 30;
    private const int Searches = 5;

    // A line near the beginning: the search goes through everything behind it.
    private const string Needle = "000000001234 x";

    public override string Name => "reading";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = await DroverDaemon.StartAsync(retainBytes: 4L << 30);
        var id = await daemon.ServeAsync(Settings.Generator, "lines", $"{Lines}", $"{Size}");
        await daemon.EndAsync(id);
        var log = $"/v1/sessions/{id}/logs";
        var tail = await TimeAsync(daemon, $"{log}?limit=100", Tails, 100);
        var search = await TimeAsync(daemon, $"{log}?grep={Uri.EscapeDataString(Needle)}", Searches, 1);

        using var scratch = new Scratch();
        await Command.RunAsync("/bin/sh", ["-c", $"{Settings.Generator} lines {Lines} {Size} > {scratch["log"]}"]);
        var grep = Figures.Median(await RepeatAsync(Searches, async () => (await Command.RunAsync("grep", [Needle, scratch["log"]], CLocale)).Milliseconds));
        var (pm2, supervisord) = await PeersAsync(PeerAsync);
        return
        [
            new Row("last 100 lines of a 1 GB log, p50", Figures.Show(tail, "ms"), "≤ 3 ms")
            {
                Pm2 = pm2 is null ? "" : $"{Figures.Show(pm2.Seconds * 1000, "ms")} (its CLI)",
                Supervisord = supervisord is null ? "" : $"{Figures.Show(supervisord.Seconds * 1000, "ms")} (its CLI)",
            },
            new Row("search of all of it", Figures.Show(search / 1000, "s"), "≤ 1 s")
            {
                Ratio = Figures.Times(grep / search, $"grep ({Figures.Show(grep / 1000, "s")})"),
            },
        ];
    }

    private static Dictionary<string, string> CLocale => new() { ["LC_ALL"] = "C" };

    private static async Task<double> TimeAsync(DroverDaemon daemon, string path, int times, int entries) => Figures.Median(await RepeatAsync(times, async () =>
    {
        var begin = Clock.Now;
        var found = (await daemon.GetAsync(path))["entries"]!.AsArray().Count;
        var took = Clock.Milliseconds(begin, Clock.Now);
        return found >= entries ? took : throw new InvalidOperationException($"{path}: {found} entries");
    }));

    private static async Task<Flood> PeerAsync(Peer peer)
    {
        await peer.RunAsync(new App("long", [Settings.Generator, "lines", $"{Lines}", $"{Size}"]));
        await peer.FilledAsync("long", (long)Lines * Size);
        return new Flood(Figures.Median(await RepeatAsync(5, () => peer.TailAsync("long"))) / 1000, 0);
    }

    private static async Task<List<double>> RepeatAsync(int times, Func<Task<double>> measure)
    {
        var values = new List<double>();
        for (var i = 0; i < times; i++)
        {
            values.Add(await measure());
        }

        return values;
    }
}
