using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

/// <summary>Alone: a child that another daemon of this process is just spawning holds a copy of this daemon's lock until its exec.</summary>
[CollectionDefinition(nameof(Surviving_the_daemon), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Surviving_the_daemon))]
public sealed class Surviving_the_daemon(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task The_next_daemon_adopts_what_runs_and_tells_what_ended_meanwhile()
    {
        var gate = daemon.Work["away"];
        var stays = await daemon.StartAsync(SessionsDaemon.Sh("echo up; exec sleep 1000") with { Label = "stays", Ready = new ProbeSpec { Log = "up" } });
        var ends = await daemon.StartAsync(SessionsDaemon.Sh($"echo up; while ! [ -e {gate} ]; do sleep 0.01; done; echo last words; exit 9"));
        await daemon.WaitAsync(stays, new WaitRequest());
        await daemon.WaitForAsync(ends, "up");
        var before = await daemon.GetAsync(stays);
        var dying = (await daemon.GetAsync(ends)).Pid!.Value;
        var start = ProcessAssert.StartTime(dying)!.Value;

        await daemon.StartNextAsync(() =>
        {
            daemon.Work.Write("away", "");
            SpinWait.SpinUntil(() => !ProcessAssert.IsAlive(dying, start), Patience.Max);
        });

        var after = await daemon.GetAsync(stays);
        Assert.Equal((before.Pid, before.Id, SessionState.Running, SessionHealth.Ready), (after.Pid, after.Id, after.State, after.Health));
        Assert.Equal("stays", after.Label);
        var ended = await daemon.WaitAsync(ends, new WaitRequest { For = WaitFor.Exit });
        Assert.Equal((SessionState.Exited, 9), (ended.State, ended.ExitCode));
        Assert.Equal(["up", "last words"], await daemon.LinesAsync(ends));
        await daemon.RestartAsync(stays, """{"wait":{"for":"ready"}}""");
        Assert.Equal(["up", "up"], await daemon.LinesAsync(stays));
    }

    [Fact]
    public async Task A_watch_a_policy_and_a_port_go_on_with_the_next_daemon()
    {
        var folder = daemon.Work.Folder("adopted");
        var id = await daemon.StartAsync(new SessionSpec { Command = ["/bin/sh", "-c", "echo run $PORT; exec sleep 1000"], Cwd = folder, Watch = ["."], DebounceMs = 0, Port = SessionPort.Auto });
        await daemon.WaitForAsync(id, "run");

        await daemon.StartNextAsync();
        File.WriteAllText(Path.Combine(folder, "x.js"), "");
        var first = (await daemon.LogsAsync(id, "stream=stdout")).Entries[0];
        Assert.Equal(first.Line, (await daemon.WaitForAsync(id, "run", sinceSeq: first.Seq + 1)).Match);
    }

    [Fact]
    public async Task What_crashed_while_no_daemon_was_there_is_restarted_by_its_policy()
    {
        var gate = daemon.Work["crash-away"];
        var id = await daemon.StartAsync(SessionsDaemon.Sh($"echo run; while ! [ -e {gate} ]; do sleep 0.01; done; rm {gate}; exit 5") with
        {
            Restart = new RestartSpec { Policy = RestartPolicyKind.OnFailure, BackoffMs = 1 },
        });
        await daemon.WaitForAsync(id, "run");
        var pid = (await daemon.GetAsync(id)).Pid!.Value;
        var start = ProcessAssert.StartTime(pid)!.Value;

        await daemon.StartNextAsync(() =>
        {
            daemon.Work.Write("crash-away", "");
            SpinWait.SpinUntil(() => !ProcessAssert.IsAlive(pid, start), Patience.Max);
        });
        var first = (await daemon.LogsAsync(id, "stream=stdout")).Entries[0];
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Output, Pattern = "run", SinceSeq = first.Seq + 1 });
        await Patience.UntilAsync(async () => (await daemon.RunsAsync(id)).Runs.Count == 2);

        var runs = (await daemon.RunsAsync(id)).Runs;
        Assert.Equal(("crash", 5), (runs[0].Trigger, runs[1].ExitCode));
    }

    [Fact]
    public async Task A_stop_that_was_under_way_is_finished_by_the_next_daemon()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("trap '' TERM; echo up; while :; do sleep 1000; done"));
        await daemon.WaitForAsync(id, "up");
        await daemon.StopAsync(id, """{"grace_ms":3600000}""");

        await daemon.StartNextAsync();
        await daemon.EventAsync(id, "session.stopped");

        Assert.Equal(SessionState.Exited, (await daemon.GetAsync(id)).State);
        await ProcessAssert.NoneCarriesAsync($"DROVER_SESSION_ID={id}");
    }

    [Fact]
    public async Task A_session_that_waits_for_others_goes_on_waiting_for_them()
    {
        var database = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { Ready = new ProbeSpec { AfterMs = 3_600_000, TimeoutMs = 7_200_000 } });
        var waiting = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { DependsOn = [database] });

        await daemon.StartNextAsync();

        var session = await daemon.GetAsync(waiting);
        Assert.Equal(SessionState.Starting, session.State);
        Assert.Contains(database, session.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_waited_does_not_come_into_a_removal()
    {
        var gate = daemon.Work["late-gate"];
        var database = await daemon.StartAsync(SessionsDaemon.Sh($"while ! [ -e {gate} ]; do sleep 0.01; done; echo up; exec sleep 1000") with { Ready = new ProbeSpec { Log = "up" } });
        var waiting = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { DependsOn = [database] });
        await daemon.StartNextAsync();
        var session = daemon.Daemon.Session(waiting);
        var removal = new TaskCompletionSource();

        var removed = session.WhileThereAsync(async () =>
        {
            await removal.Task;
            session.Removed = true;
        });
        daemon.Work.Write("late-gate", "");
        await Patience.UntilAsync(() => session.Note is null);
        removal.SetResult();
        await removed;
        await Patience.UntilAsync(() => session.WaitsForOthers is null);

        Assert.Equal(0, session.Snapshot.RunNumber);
        session.Removed = false;
        using var gone = await daemon.Client.DeleteAsync($"/v1/sessions/{waiting}?force=1");
    }

    [Fact]
    public async Task The_names_of_an_environment_file_that_became_a_FIFO_are_not_waited_for()
    {
        var file = daemon.Work.Write("adopted.env", "FROM_FILE=1\n");
        var id = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { EnvFile = file, Env = new Dictionary<string, string> { ["OWN"] = "1" } });
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Running });
        await daemon.StartNextAsync();
        Assert.Equal(["FROM_FILE", "OWN"], (await daemon.GetAsync(id)).EnvKeys);

        await daemon.StartNextAsync(() =>
        {
            File.Delete(file);
            using var made = System.Diagnostics.Process.Start("mkfifo", [file]);
            made.WaitForExit();
        });
        Assert.Equal(["OWN"], (await daemon.GetAsync(id)).EnvKeys);
    }

    [Fact]
    public async Task Ended_sessions_keep_their_history()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo kept; exit 2") with { Label = "history" });
        await daemon.StartNextAsync();

        var session = await daemon.GetAsync("history");
        Assert.Equal((id, SessionState.Exited, 2), (session.Id, session.State, session.ExitCode));
        Assert.Equal(["kept"], await daemon.LinesAsync(id));
        Assert.Equal(2, Assert.Single((await daemon.RunsAsync(id)).Runs).ExitCode);
        Assert.StartsWith("exited 2", session.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_database_loses_no_running_session()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo up; exec sleep 1000") with { Label = "survivor" });
        await daemon.WaitForAsync(id, "up");
        var pid = (await daemon.GetAsync(id)).Pid;
        var data = daemon.Daemon.Paths.DataDir;

        await daemon.StartNextAsync(() =>
        {
            foreach (var file in Directory.GetFiles(data, "drover.db*"))
            {
                File.Delete(file);
            }
        });

        var session = await daemon.GetAsync("survivor");
        Assert.Equal((id, pid, SessionState.Running), (session.Id, session.Pid, session.State));
        Assert.Equal(["up"], await daemon.LinesAsync(id));
        await daemon.StopAsync(id);
    }

    [Fact]
    public async Task A_thousand_sessions_are_listed()
    {
        var store = daemon.Daemon.Store();
        var kept = await daemon.RunAsync(SessionsDaemon.Sh("true"));
        var row = daemon.Daemon.Session(kept).ToStored();
        for (var i = 0; i < 1000; i++)
        {
            store.Save(row with { Id = Guid.NewGuid() });
        }

        await daemon.StartNextAsync();
        Assert.True((await daemon.GetAsync("/v1/sessions", DroverJson.Default.SessionList)).Sessions.Count > 1000);
    }
}
