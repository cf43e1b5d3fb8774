using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class Watching_files(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task A_saved_file_restarts_the_session_and_the_log_says_which()
    {
        var (id, folder) = await StartAsync("saved", "echo run; exec sleep 1000");
        File.WriteAllText(Path.Combine(folder, "server.js"), "changed");
        await SecondRunAsync(id);

        var session = await daemon.GetAsync(id);
        Assert.Equal((1, 1, 1), (session.WatchRestartCount, session.RestartCount, session.FileChangeCount));
        Assert.Equal("server.js", session.LastChangePath);
        Assert.Contains("restarted: server.js changed", await SystemAsync(id), StringComparison.Ordinal);
        Assert.Equal(["watch:server.js", "start"], (await daemon.RunsAsync(id)).Runs.Select(run => run.Trigger));
    }

    [Fact]
    public async Task A_crash_is_revived_by_the_next_change_and_a_follower_stays()
    {
        var (id, folder) = await StartAsync("crashed", "echo run; [ -e fixed ] && exec sleep 1000; exit 1");
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit });
        Assert.Equal(SessionState.Exited, (await daemon.GetAsync(id)).State);
        await using var follower = await daemon.Client.GetStreamAsync($"/v1/sessions/{id}/logs?follow=1&stream=stdout&format=text");
        using var reader = new StreamReader(follower);
        Assert.Equal("run", await reader.ReadLineAsync());

        File.WriteAllText(Path.Combine(folder, "fixed"), "");

        Assert.Equal("run", await reader.ReadLineAsync(TestKit.Patience.Token));
        Assert.Equal(WaitOutcome.Ready, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Running })).Outcome);
    }

    [Fact]
    public async Task A_change_never_revives_what_somebody_stopped_but_a_restart_watches_again()
    {
        var (id, folder) = await StartAsync("stopped", "echo run; exec sleep 1000");
        await daemon.StopAsync(id);
        File.WriteAllText(Path.Combine(folder, "server.js"), "changed");

        // Another session on the same folder sees the change, so the first one had it too.
        var witness = await daemon.StartAsync(new SessionSpec { Command = ["/bin/sh", "-c", "echo run; exec sleep 1000"], Cwd = folder, Watch = ["."], DebounceMs = 0 });
        await daemon.WaitForAsync(witness, "run");
        File.WriteAllText(Path.Combine(folder, "server.js"), "changed again");
        await SecondRunAsync(witness);
        Assert.Equal((SessionState.Exited, 1), ((await daemon.GetAsync(id)).State, (await daemon.RunsAsync(id)).Runs.Count));

        await daemon.RestartAsync(id, """{"wait":{"for":"output","pattern":"run"}}""");
        File.WriteAllText(Path.Combine(folder, "server.js"), "and again");
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Output, Pattern = "run", SinceSeq = await NextRunAsync(id, 2) });
        Assert.Equal("watch:server.js", (await daemon.RunsAsync(id)).Runs[0].Trigger);
    }

    [Fact]
    public async Task A_session_that_writes_its_own_files_is_not_restarted_for_ever()
    {
        var (id, _) = await StartAsync("loop", "echo run; echo x >> own.log; exec sleep 1000");
        var suspended = await daemon.EventAsync(id, "session.watch_suspended");

        Assert.Contains("own.log", suspended.Reason, StringComparison.Ordinal);
        Assert.Contains("watching is suspended: own.log", await SystemAsync(id), StringComparison.Ordinal);
        Assert.Contains("watching is suspended", (await daemon.GetAsync(id)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ended_session_that_a_change_would_start_is_let_go_by_a_stop_and_by_a_successor_of_its_label()
    {
        var folder = daemon.Work.Folder("revivable");
        var spec = new SessionSpec { Command = ["/bin/sh", "-c", "exit 1"], Cwd = folder, Watch = ["."], Label = "revivable", DebounceMs = 0 };
        var first = await daemon.RunAsync(spec);
        Assert.Equal("it had ended; changes of its files do not start it any more", (await daemon.StopAsync(first)).Note);
        Assert.Equal(ErrorCodes.SessionNotRunning, (await daemon.RefusedAsync($"/v1/sessions/{first}/stop")).Code);

        var second = await daemon.RunAsync(spec);
        var third = await daemon.RunAsync(spec);
        Assert.Contains($"session {third} has its label now", await SystemAsync(second), StringComparison.Ordinal);
    }

    private async Task<(string Id, string Folder)> StartAsync(string name, string line)
    {
        var folder = daemon.Work.Folder(name);
        daemon.Work.Write($"{name}/server.js", "first");
        var id = await daemon.StartAsync(new SessionSpec { Command = ["/bin/sh", "-c", line], Cwd = folder, Watch = ["."], DebounceMs = 0 });
        await daemon.WaitForAsync(id, "run");
        return (id, folder);
    }

    private async Task SecondRunAsync(string id) =>
        Assert.Equal(WaitOutcome.Matched, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Output, Pattern = "run", SinceSeq = await NextRunAsync(id, 1) })).Outcome);

    /// <summary>A position behind the output of a run.</summary>
    private async Task<long> NextRunAsync(string id, int run) =>
        (await daemon.LogsAsync(id, "stream=stdout&limit=1000")).Entries.First(entry => entry.Run == run).Seq + 1;

    private Task<string> SystemAsync(string id) => daemon.TextAsync($"/v1/sessions/{id}/logs?stream=system&format=text&limit=1000");
}
