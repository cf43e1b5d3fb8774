using System.Globalization;
using System.Text.Json.Nodes;

namespace Drover.Bench.Benchmarks;

/// <summary>From the write of a line until a follower has it.</summary>
internal sealed class FollowBenchmark : Benchmark
{
    private const int Lines = 2000;
    private const int GapMicroseconds = 2500;
    private const int PeerLines = 400;

    // The first lines pay for code that runs for the first time.
    private const int WarmUp = 100;

    public override string Name => "follow";

    public override async Task<IReadOnlyList<Row>> RunAsync()
    {
        var drover = await DroverAsync();
        var (pm2, supervisord) = await PeersAsync(PeerAsync);
        return
        [
            new Row("write → follower, p50", Show(drover, 50), "≤ 2 ms") { Pm2 = Show(pm2, 50), Supervisord = Show(supervisord, 50) },
            new Row("write → follower, p99", Show(drover, 99), "≤ 10 ms") { Pm2 = Show(pm2, 99), Supervisord = Show(supervisord, 99) },
        ];
    }

    private static string Show(List<double>? delays, double percent) => delays is null ? "" : Figures.Show(Figures.Percentile(delays, percent), "ms");

    private static async Task<List<double>> DroverAsync()
    {
        await using var daemon = await DroverDaemon.StartAsync();
        var id = await daemon.ServeAsync("/bin/sh", "-c", $"sleep 0.5; exec {Settings.Generator} stamps {Lines} {GapMicroseconds}");
        using var answer = await daemon.Http.GetAsync($"/v1/sessions/{id}/logs?follow=1&format=ndjson&stream=stdout", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var delays = new List<double>();
        while (await reader.ReadLineAsync() is { } line)
        {
            var now = Clock.Now;
            if (JsonNode.Parse(line)?["line"]?.GetValue<string>() is { } stamp)
            {
                delays.Add(Delay(stamp, now));
            }
        }

        return delays.Count == Lines ? delays[WarmUp..] : throw new InvalidOperationException($"{delays.Count} of {Lines} lines came");
    }

    private static async Task<List<double>> PeerAsync(Peer peer)
    {
        // Their clients take a second to connect, and pm2 repeats nothing: the process waits for a while first.
        await peer.RunAsync(new App("stamps", [Settings.Generator, "stamps", $"{PeerLines + 1200}", $"{GapMicroseconds}"]));
        await Clock.UntilAsync(() => File.Exists(peer.LogOf("stamps")), "the log", 30);
        using var client = peer.Follow("stamps");
        var delays = new List<double>();
        while (delays.Count < PeerLines && await client.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            var now = Clock.Now;
            if (long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var stamp) && stamp > now - 60_000_000_000 && Clock.Milliseconds(stamp, now) < 5000)
            {
                delays.Add(Clock.Milliseconds(stamp, now));
            }
        }

        client.Kill();
        await client.WaitForExitAsync();

        // The first ones come from the backlog.
        return delays[^(PeerLines / 2)..];
    }

    private static double Delay(string stamp, long now) => Clock.Milliseconds(long.Parse(stamp, CultureInfo.InvariantCulture), now);
}
