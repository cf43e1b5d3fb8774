using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

/// <summary>An hour back and a day forward, as NTP, a virtual machine that was paused, or an administrator does it.</summary>
public sealed class When_the_clock_is_set : IAsyncLifetime
{
    private static readonly TimeSpan[] Jumps = [TimeSpan.FromHours(-1), TimeSpan.FromDays(1)];

    private readonly TempDir _home = new();
    private readonly JumpingTimeProvider _clock = new();
    private readonly SessionsDaemon _daemon;

    public When_the_clock_is_set() => _daemon = new SessionsDaemon(_home, _clock);

    public ValueTask InitializeAsync() => _daemon.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Sessions_go_on_with_a_sane_uptime_and_their_lines_in_order()
    {
        var id = await _daemon.StartAsync(SessionsDaemon.Sh("echo up; while read -r line; do echo $line; done") with { Restart = new RestartSpec { Policy = RestartPolicyKind.Always } });
        await _daemon.WaitForAsync(id, "up");
        var before = await _daemon.GetAsync(id);
        foreach (var (jump, word) in Jumps.Zip(["back", "forward"]))
        {
            _clock.Jump(jump);
            using var written = await _daemon.PostAsync($"/v1/sessions/{id}/stdin", $$"""{"text":"{{word}}\n"}""");
            await _daemon.WaitForAsync(id, word);
            var now = await _daemon.GetAsync(id);
            Assert.Equal((SessionState.Running, before.Pid, 0), (now.State, now.Pid, now.RestartCount));
            AssertIsYoung(now.UptimeMs);
        }

        var lines = await _daemon.LogsAsync(id, "stream=stdout");
        Assert.Equal(["up", "back", "forward"], lines.Entries.Select(entry => entry.Line));
        Assert.Equal(lines.Entries.Select(entry => entry.Seq).Order(), lines.Entries.Select(entry => entry.Seq));
        Assert.True(lines.Entries[1].Ts < lines.Entries[0].Ts);
        Assert.Equal(["forward"], await _daemon.LinesAsync(id, $"stream=stdout&since_seq={lines.Entries[2].Seq}"));
    }

    [Fact]
    public async Task Readiness_by_age_comes_when_its_time_has_passed()
    {
        foreach (var jump in Jumps)
        {
            var id = await _daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { Ready = new ProbeSpec { AfterMs = 700 } });
            await _daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Running });
            _clock.Jump(jump);

            Assert.Equal(WaitOutcome.Ready, (await _daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Ready })).Outcome);
            AssertIsYoung((await _daemon.GetAsync(id)).UptimeMs);
            var told = (await _daemon.LinesAsync(id, "stream=system")).Single(line => line.StartsWith("ready in", StringComparison.Ordinal));
            Assert.DoesNotContain("h", told["ready in".Length..], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_restart_policy_counts_the_time_that_really_passed()
    {
        var restart = new RestartSpec { Policy = RestartPolicyKind.OnFailure, Max = 3, BackoffMs = 50, MaxBackoffMs = 50 };
        var id = await _daemon.StartAsync(SessionsDaemon.Sh("exit 7") with { Restart = restart });
        await JumpWithEachEventUntilAsync("session.failed", id);

        Assert.Equal(SessionState.Failed, (await _daemon.GetAsync(id)).State);
        Assert.Equal(4, (await _daemon.RunsAsync(id)).Runs.Count);
    }

    [Fact]
    public async Task A_session_that_writes_what_it_watches_is_still_noticed()
    {
        var file = _daemon.Work.Write("watched/own", "");
        var id = await _daemon.StartAsync(SessionsDaemon.Sh($"date >> {file}; exec sleep 1000") with { Watch = [Path.GetDirectoryName(file)!], DebounceMs = 20 });

        await JumpWithEachEventUntilAsync("session.watch_suspended", id);
    }

    [Fact]
    public async Task The_next_daemon_knows_the_age_of_what_it_adopts()
    {
        var id = await _daemon.StartAsync(SessionsDaemon.Sh("echo up; exec sleep 1000"));
        await _daemon.WaitForAsync(id, "up");
        foreach (var jump in Jumps)
        {
            await _daemon.StartNextAsync(() => _clock.Jump(jump));
            var adopted = await _daemon.GetAsync(id);
            Assert.Equal(SessionState.Running, adopted.State);
            AssertIsYoung(adopted.UptimeMs);
        }
    }

    [Fact]
    public async Task How_long_an_adopted_run_lived_is_told_by_its_process()
    {
        var gate = _daemon.Work["end"];
        var id = await _daemon.StartAsync(SessionsDaemon.Sh($"echo up; while ! [ -e {gate} ]; do sleep 0.01; done; exit 3"));
        await _daemon.WaitForAsync(id, "up");
        await _daemon.StartNextAsync();

        _clock.Jump(Jumps[1]);
        _daemon.Work.Write("end", "");
        var ended = await _daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit });

        Assert.Equal(3, ended.ExitCode);
        Assert.Matches("^exited 3 after [0-9.]+ m?s$", (await _daemon.GetAsync(id)).Reason);
    }

    private static void AssertIsYoung(long uptime) => Assert.InRange(uptime, 1, (long)Patience.Max.TotalMilliseconds);

    private async Task JumpWithEachEventUntilAsync(string type, string id)
    {
        await using var stream = await _daemon.Client.GetStreamAsync("/v1/events?follow=1&since_seq=1", Patience.Token);
        using var reader = new StreamReader(stream);
        for (var i = 0; await reader.ReadLineAsync(Patience.Token) is { } line; i++)
        {
            _clock.Jump(Jumps[i % 2]);
            var happened = JsonSerializer.Deserialize(line, DroverJson.Default.DroverEvent)!;
            if (happened.Type == type && happened.SessionId == id)
            {
                return;
            }
        }

        Assert.Fail($"no {type}");
    }
}
