using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;
using Drover.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class Stopping_and_restarting(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task A_stop_that_is_waited_for_answers_when_nothing_is_left()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("sleep 1000 & setsid sleep 1001 & echo up; wait"));
        await daemon.WaitForAsync(id, "up");

        var stopped = await daemon.StopAsync(id);

        Assert.Equal((SessionState.Exited, (string?)null), (stopped.State, stopped.Note));
        Assert.DoesNotContain(ProcessAssert.Carrying($"DROVER_SESSION_ID={id}"), process => process.Command.StartsWith("sleep", StringComparison.Ordinal));
        Assert.Empty((await daemon.GetAsync(id)).Processes);
    }

    [Fact]
    public async Task A_session_that_has_ended_cannot_be_stopped_signalled_or_written_to()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("exit 3"));

        Assert.Equal(ErrorCodes.SessionNotRunning, (await daemon.RefusedAsync($"/v1/sessions/{id}/stop")).Code);
        Assert.Equal(ErrorCodes.SessionNotRunning, (await daemon.RefusedAsync($"/v1/sessions/{id}/signal", """{"signal":"HUP"}""")).Code);
        Assert.Equal(ErrorCodes.SessionNotRunning, (await daemon.RefusedAsync($"/v1/sessions/{id}/stdin", """{"text":"x"}""")).Code);
    }

    [Fact]
    public async Task What_ignores_the_first_signal_is_killed_after_the_grace()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("trap '' TERM; echo up; while :; do sleep 1000; done"));
        await daemon.WaitForAsync(id, "up");

        await daemon.StopAsync(id, """{"wait":true,"grace_ms":50}""");

        Assert.Equal(9, (await daemon.GetAsync(id)).TermSignal);
    }

    [Fact]
    public async Task A_second_stop_during_the_grace_kills_at_once()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("trap '' TERM; echo up; while :; do sleep 1000; done"));
        await daemon.WaitForAsync(id, "up");

        var first = await daemon.StopAsync(id, """{"grace_ms":3600000}""");
        Assert.Equal(SessionState.Stopping, first.State);
        await daemon.StopAsync(id);

        Assert.Equal((SessionState.Exited, 9), ((await daemon.GetAsync(id)).State, (await daemon.GetAsync(id)).TermSignal ?? 0));
    }

    [Fact]
    public async Task The_first_signal_of_a_stop_can_be_chosen()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("trap 'echo interrupted; exit 7' INT; echo up; while :; do sleep 0.05; done"));
        await daemon.WaitForAsync(id, "up");
        await daemon.StopAsync(id, """{"wait":true,"signal":"INT","grace_ms":60000}""");

        Assert.Equal(7, (await daemon.GetAsync(id)).ExitCode);
        Assert.Contains("interrupted", await daemon.LinesAsync(id));
    }

    [Fact]
    public async Task A_signal_reaches_the_program_and_an_unknown_one_is_refused()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("trap 'echo reloaded' HUP; echo up; while :; do sleep 0.05; done"));
        await daemon.WaitForAsync(id, "up");
        using var answer = await daemon.PostAsync($"/v1/sessions/{id}/signal", """{"signal":"HUP"}""");

        answer.EnsureSuccessStatusCode();
        Assert.Equal(WaitOutcome.Matched, (await daemon.WaitForAsync(id, "reloaded")).Outcome);
        Assert.Equal(ErrorCodes.RequestUnknownSignal, (await daemon.RefusedAsync($"/v1/sessions/{id}/signal", """{"signal":"NOPE"}""")).Code);
        Assert.Equal(ErrorCodes.RequestMissingField, (await daemon.RefusedAsync($"/v1/sessions/{id}/signal", """{"signal":null}""")).Code);
        Assert.Equal(ErrorCodes.RequestMissingField, (await daemon.RefusedAsync($"/v1/sessions/{id}/stdin", """{"text":null}""")).Code);
    }

    [Fact]
    public async Task A_restart_ends_the_old_run_first_and_is_counted_as_manual()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo run; exec sleep 1000"));
        await daemon.WaitForAsync(id, "run");
        var old = (await daemon.GetAsync(id)).Pid!.Value;
        var start = ProcessAssert.StartTime(old)!.Value;

        var restarted = await daemon.RestartAsync(id, """{"wait":{"for":"running"}}""");

        Assert.Equal(WaitOutcome.Ready, restarted.Wait?.Outcome);
        Assert.False(ProcessAssert.IsAlive(old, start));
        var session = await daemon.GetAsync(id);
        Assert.NotEqual(old, session.Pid);
        Assert.Equal((1, 1, 0, 0), (session.RestartCount, session.ManualRestartCount, session.CrashRestartCount, session.WatchRestartCount));
        Assert.Equal(["manual", "start"], (await daemon.RunsAsync(id)).Runs.Select(run => run.Trigger));
        await daemon.StopAsync(id);
        var news = await daemon.LinesAsync(id, "stream=system");
        Assert.DoesNotContain(news, line => line.Contains("killed", StringComparison.Ordinal));
        Assert.Equal(2, news.Count(line => line.StartsWith("stopped (SIGTERM)", StringComparison.Ordinal)));
        Assert.Contains("restarted on request", await daemon.TextAsync($"/v1/sessions/{id}/logs?stream=system&format=text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_that_comes_while_a_restart_is_being_prepared_ends_what_that_starts()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000"));
        await daemon.StopAsync(id);
        var session = daemon.Daemon.Session(id);
        var service = daemon.Daemon.Daemon.Services.GetRequiredService<SessionService>();
        var busy = new TaskCompletionSource();

        // Both wait behind something else that is done with the session, in the order in which they came.
        var before = session.WhileThereAsync(() => busy.Task);
        var restart = service.BeginRestartAsync(session);
        var stop = service.StopAsync(session, new StopRequest { Wait = true }, CancellationToken.None);
        busy.SetResult();
        await before;

        Assert.True((await restart).IsSuccess);
        Assert.True((await stop).IsSuccess);
        Assert.Equal(SessionState.Exited, session.State);
        Assert.False(session.HasProcesses);
    }

    [Fact]
    public async Task An_ended_session_is_started_again_by_a_restart_but_not_over_another_of_its_label()
    {
        var ended = await daemon.RunAsync(SessionsDaemon.Sh("exit 1") with { Label = "taken" });
        await daemon.RestartAsync(ended, """{"wait":{"for":"exit"}}""");
        Assert.Equal(2, (await daemon.RunsAsync(ended)).Runs.Count);

        var active = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { Label = "taken" });
        var problem = await daemon.RefusedAsync($"/v1/sessions/{ended}/restart");
        Assert.Equal((ErrorCodes.SessionAlreadyRunning, active), (problem.Code, problem.Details!["id"]));
    }

    [Fact]
    public async Task Whoever_holds_the_port_after_a_stop_is_named()
    {
        var keeper = await daemon.StartAsync(new SessionSpec { Command = Children.Command("listen"), Label = "keeper" });
        await daemon.WaitForAsync(keeper, "listening");
        var port = (await daemon.GetAsync(keeper)).Ports.Single();
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo up; exec sleep 1000"));
        await daemon.WaitForAsync(id, "up");

        // As if the session had listened there when it was looked at last.
        daemon.Daemon.Session(id).LastPorts = [port];
        var stopped = await daemon.StopAsync(id);

        Assert.Contains($"port {port} is still held by", stopped.Note, StringComparison.Ordinal);
        Assert.Contains($"port {port} is still held by", await daemon.TextAsync($"/v1/sessions/{id}/logs?stream=system&format=text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_program_is_restarted_by_its_policy_until_it_is_given_up()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo run; exit 4") with
        {
            Restart = new RestartSpec { Policy = RestartPolicyKind.OnFailure, Max = 2, BackoffMs = 1, MaxBackoffMs = 1 },
        });
        await daemon.EventAsync(id, "session.failed");

        var session = await daemon.GetAsync(id);
        Assert.Equal((SessionState.Failed, 2, 2, 4), (session.State, session.RestartCount, session.CrashRestartCount, session.ExitCode));
        Assert.Contains("gave up", session.Reason, StringComparison.Ordinal);
        Assert.Equal(["run", "run", "run"], await daemon.LinesAsync(id));
        Assert.Equal(["crash", "crash", "start"], (await daemon.RunsAsync(id)).Runs.Select(run => run.Trigger));
    }

    [Fact]
    public async Task A_success_is_not_restarted_on_failure_only()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("exit 0") with { Restart = new RestartSpec { Policy = RestartPolicyKind.OnFailure, BackoffMs = 1 } });
        Assert.Equal((SessionState.Exited, 0), ((await daemon.GetAsync(id)).State, (await daemon.GetAsync(id)).RestartCount));
    }

    [Fact]
    public async Task A_liveness_probe_that_fails_three_times_restarts_the_session_with_the_reason()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo run; exec sleep 1000") with { Live = new ProbeSpec { Exec = ["/bin/sh", "-c", "echo no pulse >&2; exit 1"], IntervalMs = 10 } });
        await daemon.EventAsync(id, "session.unhealthy");
        await daemon.WaitForAsync(id, "run", sinceSeq: (await daemon.LogsAsync(id)).Entries.First(entry => entry.Line == "run").Seq + 1);

        var run = (await daemon.RunsAsync(id)).Runs;
        Assert.Contains(run, one => one.Trigger == "crash");
        Assert.Contains("the liveness probe failed 3 times in a row", await daemon.TextAsync($"/v1/sessions/{id}/logs?stream=system&format=text&limit=1000"), StringComparison.Ordinal);
        await daemon.StopAsync(id);
    }

    [Fact]
    public async Task Standard_input_takes_text_and_raw_bytes_and_is_refused_when_closed()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("read a; echo got $a; read b; echo got $b; exec sleep 1000"));
        using (var answer = await daemon.PostAsync($"/v1/sessions/{id}/stdin", """{"text":"one\n"}"""))
        {
            Assert.Equal("""{"written":4}""", await answer.Content.ReadAsStringAsync());
        }

        using (var answer = await daemon.Client.PostAsync($"/v1/sessions/{id}/stdin", new ByteArrayContent("two\n"u8.ToArray())))
        {
            answer.EnsureSuccessStatusCode();
        }

        Assert.Equal(WaitOutcome.Matched, (await daemon.WaitForAsync(id, "got two")).Outcome);
        var closed = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { Stdin = StdinKind.Null });
        await daemon.WaitAsync(closed, new WaitRequest { For = WaitFor.Running });
        Assert.Equal(ErrorCodes.SessionStdinClosed, (await daemon.RefusedAsync($"/v1/sessions/{closed}/stdin", """{"text":"x"}""")).Code);
    }

    [Fact]
    public async Task Standard_input_ends_behind_what_was_written_when_asked()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("cat; echo end"));
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Running });
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedAsync($"/v1/sessions/{id}/stdin?close=perhaps", """{"text":"x"}""")).Code);

        using (var answer = await daemon.PostAsync($"/v1/sessions/{id}/stdin?close=1", """{"text":"last "}"""))
        {
            Assert.Equal("""{"written":5}""", await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(WaitOutcome.Exited, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit })).Outcome);
        Assert.Equal("last end\n", await daemon.TextAsync($"/v1/sessions/{id}/logs?stream=stdout&format=text"));
    }

    [Fact]
    public async Task A_pipe_that_nobody_reads_is_full_at_some_point_and_says_how_much_went_in()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000"));
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Running });
        using var answer = await daemon.Client.PostAsync($"/v1/sessions/{id}/stdin", new ByteArrayContent(new byte[1 << 20]));

        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal(ErrorCodes.SessionStdinFull, problem.Code);
        Assert.InRange(int.Parse(problem.Details!["written"], System.Globalization.CultureInfo.InvariantCulture), 4096, 1 << 20);
    }
}
