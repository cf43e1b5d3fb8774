using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class Waiting_for_sessions(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task A_server_is_ready_when_its_port_accepts_and_the_answer_says_where()
    {
        var id = await daemon.StartAsync(new SessionSpec { Command = Children.Command("listen"), Port = SessionPort.Auto, Ready = new ProbeSpec { Port = new ProbePort(null) } });
        var ready = await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Ready });

        var session = await daemon.GetAsync(id);
        Assert.Equal((WaitOutcome.Ready, SessionHealth.Ready), (ready.Outcome, session.Health));
        Assert.Matches($"^ready in .* at http://localhost:{session.Port}$", ready.Reason);
        Assert.Equal([session.Port!.Value], session.Ports);
        Assert.Equal([$"http://localhost:{session.Port}"], session.Urls);
        Assert.Contains(ready.Reason!, await daemon.TextAsync($"/v1/sessions/{id}/logs?stream=system&format=text"), StringComparison.Ordinal);
        Assert.Equal(ready.Reason, (await daemon.EventAsync(id, "session.ready")).Reason);
    }

    [Fact]
    public async Task A_server_without_a_known_port_is_ready_when_it_listens_on_any()
    {
        var id = await daemon.StartAsync(new SessionSpec { Command = Children.Command("listen"), Ready = new ProbeSpec { Port = new ProbePort(null) } });
        var ready = await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Ready });
        Assert.EndsWith($" at http://localhost:{(await daemon.GetAsync(id)).Ports.Single()}", ready.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_url_a_line_a_command_and_an_age_make_ready_too()
    {
        var marker = daemon.Work["ready-marker"];
        var url = await daemon.StartAsync(new SessionSpec { Command = Children.Command("listen"), Port = SessionPort.Auto, Ready = new ProbeSpec { Http = "http://localhost:$PORT/" } });
        var line = await daemon.StartAsync(SessionsDaemon.Sh("printf 'no newline yet: ready'; exec sleep 1000") with { Ready = new ProbeSpec { Log = "ready$" } });
        var command = await daemon.StartAsync(SessionsDaemon.Sh($"touch {marker}; exec sleep 1000") with { Ready = new ProbeSpec { Exec = ["test", "-e", marker], IntervalMs = 10 } });
        var age = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { Ready = new ProbeSpec { AfterMs = 1 } });

        foreach (var id in (string[])[url, line, command, age])
        {
            Assert.Equal(WaitOutcome.Ready, (await daemon.WaitAsync(id, new WaitRequest())).Outcome);
        }
    }

    [Fact]
    public async Task What_ends_before_it_is_ready_is_told_with_its_last_lines()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo 'Error: no such table' >&2; exit 1") with { Ready = new ProbeSpec { Port = new ProbePort(1) } });
        var result = await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Ready });

        Assert.Equal((WaitOutcome.Exited, 1, SessionState.Exited), (result.Outcome, result.ExitCode, result.State));
        Assert.Matches("^exited 1 after .*s$", result.Reason);
        Assert.Contains(result.Entries, entry => entry.Line == "Error: no such table");
        Assert.Equal(result.Entries[^1].Seq + 1, result.NextSeq);
    }

    [Fact]
    public async Task A_readiness_probe_that_runs_out_of_time_is_a_failure_that_says_why_and_the_session_goes_on()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { Ready = new ProbeSpec { Http = "http://127.0.0.1:1/", TimeoutMs = 50, IntervalMs = 10 } });
        var result = await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Ready });

        Assert.Equal((WaitOutcome.Failed, SessionState.Running), (result.Outcome, result.State));
        Assert.StartsWith("not ready after 50 ms: http://127.0.0.1:1/", result.Reason, StringComparison.Ordinal);
        Assert.Equal(SessionHealth.Unhealthy, (await daemon.GetAsync(id)).Health);
    }

    [Fact]
    public async Task A_restart_and_its_outcome_are_one_call_about_the_new_run()
    {
        var broken = daemon.Work["broken"];
        var id = await daemon.StartAsync(SessionsDaemon.Sh($"[ -e {broken} ] && {{ echo stack trace >&2; exit 1; }}; echo ready; exec sleep 1000") with { Ready = new ProbeSpec { Log = "^ready" } });
        await daemon.WaitAsync(id, new WaitRequest());
        daemon.Work.Write("broken", "");

        var failed = await daemon.RestartAsync(id, """{"wait":{"for":"ready"}}""");
        Assert.Equal((WaitOutcome.Exited, 1), (failed.Wait?.Outcome, failed.Wait?.ExitCode));
        Assert.Contains(failed.Wait!.Entries, entry => entry.Line == "stack trace");

        File.Delete(broken);
        var fixedAgain = await daemon.RestartAsync(id, """{"wait":{"for":"ready"}}""");
        Assert.Equal(WaitOutcome.Ready, fixedAgain.Wait?.Outcome);
    }

    [Fact]
    public async Task Creating_can_wait_as_well()
    {
        using var answer = await daemon.PostAsync("/v1/sessions", """{"command":["/bin/sh","-c","echo hi; exit 5"],"wait":{"for":"exit"}}""");
        var created = await SessionsDaemon.ReadAsync(answer, Contracts.Json.DroverJson.Default.SessionCreated, System.Net.HttpStatusCode.Created);
        Assert.Equal((SessionState.Exited, WaitOutcome.Exited, 5), (created.State, created.Wait?.Outcome, created.Wait?.ExitCode));
    }

    [Fact]
    public async Task A_wait_ends_with_its_time_and_the_session_goes_on()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000"));
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Running });
        var result = await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit, TimeoutMs = 20 });
        Assert.Equal((WaitOutcome.Timeout, "still running after 20 ms"), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task Output_is_found_from_the_start_of_the_run_or_from_a_position_and_its_end_is_told()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo apple; echo pear"));
        var apple = await daemon.WaitForAsync(id, "^apple$");
        Assert.Equal((WaitOutcome.Matched, "apple"), (apple.Outcome, apple.Match));
        Assert.Equal(WaitOutcome.Exited, (await daemon.WaitForAsync(id, "^banana$")).Outcome);
        Assert.Equal(WaitOutcome.Exited, (await daemon.WaitForAsync(id, "^apple$", sinceSeq: apple.NextSeq + 1000)).Outcome);
        Assert.Equal(ErrorCodes.RequestMissingField, (await daemon.RefusedAsync($"/v1/sessions/{id}/wait", """{"for":"output"}""")).Code);
        Assert.Equal(ErrorCodes.RequestInvalidPattern, (await daemon.RefusedAsync($"/v1/sessions/{id}/wait", """{"for":"output","pattern":"("}""")).Code);
    }

    [Fact]
    public async Task Quiet_means_no_output_for_that_long()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo one; exec sleep 1000"));
        await daemon.WaitForAsync(id, "one");
        var quiet = await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Quiet, QuietMs = 50 });
        Assert.Equal((WaitOutcome.Quiet, "no output for 50 ms"), (quiet.Outcome, quiet.Reason));
    }
}
