using System.Text.Json.Nodes;

namespace Drover.Bench.Benchmarks;

/// <summary>From POST /v1/sessions until its answer says that the command runs.</summary>
internal sealed class SpawnBenchmark : Benchmark
{
    // The first sessions run code that the runtime has not optimised yet.
    private const int First = 50;
    private const int Sessions = 250;
    private const int Warm = 200;

    public override string Name => "spawn";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        var (answers, starts) = await MeasureAsync(inMemory: false);
        var (withoutDisk, _) = await MeasureAsync(inMemory: true);
        return
        [
            new Row("POST → answer “running”, p50, from the 200th session on", Figures.Show(Figures.Median(answers.Skip(Warm)), "ms"), "≤ 6 ms"),
            new Row("the same, the first 50 sessions of a new daemon", Figures.Show(Figures.Median(answers.Take(First)), "ms"), "–"),
            new Row("the same, from the 200th on, home in memory (tmpfs)", Figures.Show(Figures.Median(withoutDisk.Skip(Warm)), "ms"), "–"),
            new Row("POST → first instruction of the command, p50", Figures.Show(Figures.Median(starts.Skip(Warm)), "ms"), "–"),
        ];
    }

    private static async Task<(List<double> Answers, List<double> Starts)> MeasureAsync(bool inMemory)
    {
        await using var daemon = await DroverDaemon.StartAsync(inMemory: inMemory);
        using var scratch = new Scratch();
        var (answers, starts) = (new List<double>(), new List<double>());
        for (var i = 0; i < Sessions; i++)
        {
            var mark = scratch[$"{i}"];
            var begin = Clock.Now;
            var id = await daemon.ServeAsync(new JsonObject
            {
                ["command"] = DroverDaemon.Words(Settings.Generator, "alive", mark),
                ["wait"] = new JsonObject { ["for"] = "running", ["timeout_ms"] = 10_000 },
            });
            answers.Add(Clock.Milliseconds(begin, Clock.Now));
            starts.Add(Clock.Milliseconds(begin, await Clock.MarkAsync(mark)));
            await daemon.PostAsync($"/v1/sessions/{id}/stop", new JsonObject { ["wait"] = true });
        }

        return (answers, starts);
    }
}
