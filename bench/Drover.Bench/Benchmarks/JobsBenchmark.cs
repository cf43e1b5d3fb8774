using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Drover.Bench.Benchmarks;

/// <summary>Commands that run once: how soon one is over, many at a time, and how fast their output is streamed.</summary>
internal sealed class JobsBenchmark : Benchmark
{
    // The first jobs run code that the runtime has not optimised yet.
    private const int First = 50;
    private const int Jobs = 400;
    private const int Warm = 200;
    private const int AtOnce = 200;
    private const int Lines = 10_000_000;
    private const int LineBytes = 100;

    public override string Name => "jobs";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        var (ends, together) = await ManyAsync();
        var (seconds, alone) = await StreamAsync(stalled: false);
        var (besideStalled, withStalled) = await StreamAsync(stalled: true);
        const double Megabytes = (double)Lines * LineBytes / 1e6;
        return
        [
            new Row("`POST /api/shell/run` of `true` → exit frame, p50, from the 200th job on", Figures.Show(Figures.Median(ends.Skip(Warm)), "ms"), "≤ 8 ms"),
            new Row("the same, the first 50 jobs of a new daemon", Figures.Show(Figures.Median(ends.Take(First)), "ms"), "–"),
            new Row("200 jobs at once, until the last exit frame", Figures.Show(together, "s"), "all codes right"),
            new Row("output of 1 GB in lines of 100 bytes as server-sent events to one reader", $"{Figures.Show(seconds, "s")} ({Megabytes / seconds:0} MB/s)", "≥ 150 MB/s"),
            new Row("peak memory of the daemon during it", Figures.Show(alone, "MB"), "< 150 MB"),
            new Row("the same beside a reader that stalls", $"{Figures.Show(besideStalled, "s")} ({Megabytes / besideStalled:0} MB/s)", "no slower"),
            new Row("peak memory of the daemon during that", Figures.Show(withStalled, "MB"), "< 150 MB"),
        ];
    }

    private static async Task<(List<double> Ends, double Together)> ManyAsync()
    {
        await using var daemon = await DroverDaemon.StartAsync();
        var ends = new List<double>();
        for (var i = 0; i < Jobs; i++)
        {
            var begin = Clock.Now;
            await CodeAsync(daemon, "true", 0);
            ends.Add(Clock.Milliseconds(begin, Clock.Now));
        }

        var all = Clock.Now;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => CodeAsync(daemon, $"exit {i}", i)));
        return (ends, Clock.Milliseconds(all, Clock.Now) / 1000);
    }

    private static async Task CodeAsync(DroverDaemon daemon, string cmd, int code)
    {
        using var answer = await daemon.Http.PostAsJsonAsync("/api/shell/run", new JsonObject { ["cmd"] = cmd });
        var text = await answer.Content.ReadAsStringAsync();
        if (!text.Contains($"{{\"type\":\"exit\",\"code\":{code},", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{cmd}: {text}");
        }
    }

    private static async Task<(double Seconds, double Peak)> StreamAsync(bool stalled)
    {
        await using var daemon = await DroverDaemon.StartAsync();
        var begin = Clock.Now;
        using var answer = await OpenAsync(daemon, HttpMethod.Post, "/api/shell/run", new JsonObject { ["cmd"] = $"exec {Settings.Generator} lines {Lines} {LineBytes}" });
        await using var stream = await answer.Content.ReadAsStreamAsync();
        using var sleeper = stalled ? await OpenAsync(daemon, HttpMethod.Get, $"/api/shell/jobs/{await JobAsync(daemon)}/events", null) : null;
        var buffer = new byte[1 << 20];
        var total = 0L;
        var tail = "";
        int got;
        while ((got = await stream.ReadAsync(buffer)) > 0)
        {
            total += got;
            tail = got >= 200 ? System.Text.Encoding.UTF8.GetString(buffer, got - 200, 200) : tail + System.Text.Encoding.UTF8.GetString(buffer, 0, got);
        }

        var seconds = Clock.Milliseconds(begin, Clock.Now) / 1000;
        return total > (long)Lines * LineBytes && tail.Contains("\"code\":0,", StringComparison.Ordinal) && tail.Contains("\"truncated\":false", StringComparison.Ordinal)
            ? (seconds, ProcessFigures.PeakMegabytes(daemon.Pid))
            : throw new InvalidOperationException($"{total} bytes came, and last {tail}");
    }

    private static async Task<string> JobAsync(DroverDaemon daemon) => (await daemon.GetAsync("/api/shell/jobs"))[0]!["job_id"]!.GetValue<string>();

    private static async Task<HttpResponseMessage> OpenAsync(DroverDaemon daemon, HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        var answer = await daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.EnsureSuccessStatusCode();
    }
}
