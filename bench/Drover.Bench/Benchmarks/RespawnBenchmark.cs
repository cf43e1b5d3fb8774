using System.Text.Json.Nodes;

namespace Drover.Bench.Benchmarks;

/// <summary>From a save until the first instruction of the next run; the command ends at once when it is told to.</summary>
internal sealed class RespawnBenchmark : Benchmark
{
    private const int Saves = 12;
    private const int WarmUp = 2;
    private const int PeerSaves = 5;

    public override string Name => "respawn";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        var quick = await DroverAsync(0);
        var usual = await DroverAsync(250);
        await using var pm2 = Bench.Pm2.IfInstalled();
        var other = pm2 is null ? "" : Figures.Show(Figures.Median(await Pm2Async(pm2)), "ms");
        return
        [
            new Row("save → next run, debounce 0, p50", Figures.Show(Figures.Median(quick), "ms"), "≤ 30 ms + the stop") { Pm2 = other },
            new Row("save → next run, debounce 250 ms (default), p50", Figures.Show(Figures.Median(usual), "ms"), "≤ 280 ms + the stop"),
        ];
    }

    private static async Task<List<double>> DroverAsync(int debounce)
    {
        using var scratch = new Scratch();
        var (source, marks) = (Directory.CreateDirectory(scratch["src"]).FullName, scratch["marks"]);
        await using var daemon = await DroverDaemon.StartAsync();
        var spec = new JsonObject
        {
            ["command"] = DroverDaemon.Words(Settings.Generator, "alive", marks),
            ["watch"] = DroverDaemon.Words(source),
            ["debounce_ms"] = debounce,
        };
        return [.. (await SaveAsync(source, marks, Saves, () => daemon.ServeAsync(spec))).Skip(WarmUp)];
    }

    private static async Task<List<double>> Pm2Async(Peer pm2)
    {
        using var scratch = new Scratch();
        var (source, marks) = (Directory.CreateDirectory(scratch["src"]).FullName, scratch["marks"]);
        return await SaveAsync(source, marks, PeerSaves, async () =>
        {
            await pm2.RunAsync(new App("alive", [Settings.Generator, "alive", marks]) { Watch = source });
            await Task.Delay(TimeSpan.FromSeconds(2)); // Its watch begins some time after the process.
        });
    }

    private static async Task<List<double>> SaveAsync(string source, string marks, int count, Func<Task> begin)
    {
        var delays = new List<double>();
        for (var i = 0; i < count; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(source, $"saved-{i}.js"), "0");
        }

        await begin();
        await Clock.MarkAsync(marks);
        for (var i = 0; i < count; i++)
        {
            // A different file each time, and a pause: a person at work, not a process that restarts itself.
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            var saved = Clock.Now;
            await File.WriteAllTextAsync(Path.Combine(source, $"saved-{i}.js"), "1");
            delays.Add(Clock.Milliseconds(saved, await Clock.MarkAsync(marks, i + 2)));
        }

        return delays;
    }
}
