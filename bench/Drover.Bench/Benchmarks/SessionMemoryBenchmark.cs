namespace Drover.Bench.Benchmarks;

/// <summary>What one more idle session costs, its holder included and its command not.</summary>
internal sealed class SessionMemoryBenchmark : Benchmark
{
    private const int WarmUp = 10;
    private const int Sessions = 100;
    private const int SettleSeconds = 3;

    public override string Name => "session-memory";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = await DroverDaemon.StartAsync();
        for (var i = 0; i < WarmUp; i++)
        {
            await daemon.ServeAsync(Settings.Generator, "alive");
        }

        await Task.Delay(TimeSpan.FromSeconds(SettleSeconds));
        var before = ProcessFigures.ProportionalMegabytes(daemon.Pid);
        var ids = new List<string>();
        for (var i = 0; i < Sessions; i++)
        {
            ids.Add(await daemon.ServeAsync(Settings.Generator, "alive"));
        }

        await Task.Delay(TimeSpan.FromSeconds(SettleSeconds));
        var grown = ProcessFigures.ProportionalMegabytes(daemon.Pid) - before;
        var holders = 0.0;
        foreach (var id in ids)
        {
            var command = (await daemon.GetAsync($"/v1/sessions/{id}"))["pid"]!.GetValue<int>();
            holders += ProcessFigures.ProportionalMegabytes(ProcessFigures.Parent(command));
        }

        var (daemonShare, holderShare) = (grown / Sessions, holders / Sessions);
        return
        [
            new Row(
                "memory of an idle session (PSS)",
                $"{Figures.Show(daemonShare + holderShare, "MB")} (daemon {Figures.Show(daemonShare, "MB")}, holder {Figures.Show(holderShare, "MB")})",
                "≤ 0.3 MB"),
        ];
    }
}
