using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class Creating_sessions(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task An_environment_file_that_somebody_would_have_to_write_is_refused_and_keeps_nobody_waiting()
    {
        var file = daemon.Work.Write("names.env", "FROM_FILE=1\n");
        var spec = SessionsDaemon.Sh("exec sleep 1000") with { EnvFile = file };
        var id = await daemon.StartAsync(spec);
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Running });
        File.Delete(file);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [file]))
        {
            await made.WaitForExitAsync(Patience.Token);
        }

        Assert.Equal(["FROM_FILE"], (await daemon.GetAsync(id)).EnvKeys);
        var refused = await daemon.RefusedAsync("/v1/sessions", JsonSerializer.Serialize(spec, DroverJson.Default.SessionSpec));
        Assert.Equal(ErrorCodes.RequestEnvFileUnreadable, refused.Code);
        Assert.Contains("no regular file", refused.Detail, StringComparison.Ordinal);
        await daemon.RestartAsync(id, """{"wait":{"for":"exit"}}""");
        Assert.Equal(SessionState.Failed, (await daemon.GetAsync(id)).State);
    }

    [Fact]
    public async Task The_answer_is_201_with_the_place_of_the_session_and_its_first_state()
    {
        using var answer = await daemon.PostAsync("/v1/sessions", """{"command":["true"],"label":"first"}""");
        var created = await SessionsDaemon.ReadAsync(answer, DroverJson.Default.SessionCreated, HttpStatusCode.Created);

        Assert.Equal($"/v1/sessions/{created.Id}", answer.Headers.Location?.OriginalString);
        Assert.Equal((SessionState.Starting, "first"), (created.State, created.Label));
        var exited = await daemon.WaitAsync(created.Id, new WaitRequest { For = WaitFor.Exit });
        Assert.Equal((WaitOutcome.Exited, 0, SessionState.Exited), (exited.Outcome, exited.ExitCode, exited.State));
    }

    public static TheoryData<string, string> BadSpecs => new()
    {
        { "{}", ErrorCodes.RequestCommandEmpty },
        { """{"command":[]}""", ErrorCodes.RequestCommandEmpty },
        { """{"command":["true"],"shell":"true"}""", ErrorCodes.RequestCommandEmpty },
        { """{"command":["true"],"cwd":"/nowhere/at/all"}""", ErrorCodes.RequestCwdNotFound },
        { """{"command":["true"],"cwd":"/etc/passwd"}""", ErrorCodes.RequestCwdNotFound },
        { """{"command":["no-such-program-anywhere"]}""", ErrorCodes.ProcessProgramNotFound },
        { """{"command":["./missing"],"cwd":"/tmp"}""", ErrorCodes.ProcessProgramNotFound },
        { """{"command":["sh"],"base_env":{"PATH":"/nowhere"}}""", ErrorCodes.ProcessProgramNotFound },
        { """{"command":["/tmp"]}""", ErrorCodes.ProcessProgramIsDirectory },
        { """{"command":["/etc/passwd"]}""", ErrorCodes.ProcessNotExecutable },
        { """{"command":["true"],"watch":["/nowhere/at/all"]}""", ErrorCodes.WatchUnreadable },
        { """{"command":["true"],"env_file":"/nowhere/x.env"}""", ErrorCodes.RequestEnvFileUnreadable },
        { """{"command":["true"],"colour":"red"}""", ErrorCodes.RequestUnknownField },
        { """{"command":"true"}""", ErrorCodes.RequestInvalidValue },
        { """{"command":["true"],"restart":{"policy":"sometimes"}}""", ErrorCodes.RequestInvalidValue },
        { """{"command":["true"],"ready":{"log":"("}}""", ErrorCodes.RequestInvalidPattern },
        { """{"command":["true"],"stop":{"signal":"NOPE"}}""", ErrorCodes.RequestUnknownSignal },
        { """{"command":["true"],"depends_on":["nobody"]}""", ErrorCodes.SessionDependencyFailed },
        { """{"command":["true"]""", ErrorCodes.RequestInvalidJson },
    };

    [Theory]
    [MemberData(nameof(BadSpecs))]
    public async Task Each_thing_that_is_wrong_has_a_code_of_its_own_and_leaves_nothing_behind(string spec, string code)
    {
        var before = (await daemon.GetAsync("/v1/sessions", DroverJson.Default.SessionList)).Sessions.Count;

        var problem = await daemon.RefusedAsync("/v1/sessions", spec);

        Assert.Equal(code, problem.Code);
        Assert.InRange(problem.Status, 400, 499);
        Assert.Equal(before, (await daemon.GetAsync("/v1/sessions", DroverJson.Default.SessionList)).Sessions.Count);
    }

    [Fact]
    public async Task A_watched_path_that_may_not_be_read_is_refused()
    {
        var secret = daemon.Work.Folder("secret");
        File.SetUnixFileMode(secret, UnixFileMode.None);
        if (Environment.IsPrivilegedProcess)
        {
            // Root may read everything: there is nothing to refuse.
            return;
        }

        var problem = await daemon.RefusedAsync("/v1/sessions", JsonSerializer.Serialize(SessionsDaemon.Sh("true") with { Watch = [secret] }, DroverJson.Default.SessionSpec));
        Assert.Equal(ErrorCodes.WatchUnreadable, problem.Code);
    }

    [Fact]
    public async Task Of_ten_creators_of_one_label_exactly_one_wins_and_the_others_are_told_its_id()
    {
        var spec = JsonSerializer.Serialize(SessionsDaemon.Sh("exec sleep 1000") with { Label = "only-one" }, DroverJson.Default.SessionSpec);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => daemon.PostAsync("/v1/sessions", spec)));

        var winner = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        var id = (await SessionsDaemon.ReadAsync(winner, DroverJson.Default.SessionCreated, HttpStatusCode.Created)).Id;
        foreach (var loser in answers.Where(answer => answer != winner))
        {
            var problem = await TestDaemon.ProblemAsync(loser);
            Assert.Equal((ErrorCodes.SessionAlreadyRunning, id), (problem.Code, problem.Details!["id"]));
        }

        Array.ForEach(answers, answer => answer.Dispose());
        await daemon.StopAsync(id);
        Assert.NotEqual(id, await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { Label = "only-one" }));
    }

    [Fact]
    public async Task The_environment_is_the_base_the_file_the_overrides_and_the_markers()
    {
        var file = daemon.Work.Write("x.env", "FROM_FILE=file\nBOTH=file\n");
        var id = await daemon.RunAsync(new SessionSpec
        {
            Command = ["/usr/bin/env"],
            Cwd = "/",
            BaseEnv = BaseEnvironment.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["BASE"] = "base", ["DROVER_RUN_ID"] = "somebody-else", ["spring.profiles.active"] = "dev" }),
            EnvFile = file,
            Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["BOTH"] = "override" },
        });

        var lines = await daemon.LinesAsync(id);
        Assert.Equal(["BOTH", "FROM_FILE"], (await daemon.GetAsync(id)).EnvKeys);
        Assert.Contains("BASE=base", lines);
        Assert.Contains("FROM_FILE=file", lines);
        Assert.Contains("BOTH=override", lines);
        Assert.Contains("spring.profiles.active=dev", lines);
        Assert.Contains($"DROVER_SESSION_ID={id}", lines);
        Assert.Contains(lines, line => line.StartsWith("DROVER_RUN_ID=", StringComparison.Ordinal) && !line.Contains("somebody", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("PATH=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_of_the_environment_are_never_told()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("true") with
        {
            Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["SECRET_NAME"] = "secret-value" },
            BaseEnv = BaseEnvironment.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["OTHER"] = "secret-value" }),
        });

        var text = await daemon.TextAsync($"/v1/sessions/{id}") + await daemon.TextAsync("/v1/sessions") + await daemon.TextAsync("/v1/events");
        Assert.DoesNotContain("secret-value", text, StringComparison.Ordinal);
        Assert.Equal(["SECRET_NAME"], (await daemon.GetAsync(id)).EnvKeys);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(daemon.Daemon.Paths.DataDir, "drover.db")));
    }

    [Fact]
    public async Task A_changed_environment_file_counts_from_the_next_restart_on()
    {
        var file = daemon.Work.Write("changing.env", "VALUE=one\n");
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo $VALUE") with { EnvFile = file });
        File.WriteAllText(file, "VALUE=two\n");
        await daemon.RestartAsync(id, """{"wait":{"for":"exit"}}""");

        Assert.Equal(["one", "two"], await daemon.LinesAsync(id));
    }

    [Fact]
    public async Task An_automatic_port_is_free_told_and_the_same_after_a_restart()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo $PORT $FREE_PORT again ${FREE_PORT} other $FREE_PORT_2") with { Port = SessionPort.Auto });
        await daemon.RestartAsync(id, """{"wait":{"for":"exit"}}""");

        var lines = await daemon.LinesAsync(id);
        var words = lines[0].Split(' ');
        var session = await daemon.GetAsync(id);
        Assert.Equal(session.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture), words[0]);
        Assert.Equal(words[1], words[3]);
        Assert.Equal(3, new[] { words[0], words[1], words[5] }.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(lines[0], lines[1]);
        using var listener = new TcpListener(IPAddress.Loopback, session.Port!.Value);
        listener.Start();
        Assert.Contains($"http://localhost:{words[1]}", await daemon.TextAsync($"/v1/sessions/{id}/logs?stream=system&format=text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_with_a_number_is_given_as_it_is()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo $PORT") with { Port = new SessionPort(4999) });

        Assert.Equal(["4999"], await daemon.LinesAsync(id));
        Assert.Equal(4999, (await daemon.GetAsync(id)).Port);
    }

    [Fact]
    public async Task A_label_with_a_slash_is_found_by_its_encoded_form()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo up; exec sleep 1000") with { Label = "team/shop/web" });

        Assert.Equal(id, (await daemon.GetAsync("team%2Fshop%2fweb")).Id);
        await daemon.WaitForAsync("team%2Fshop%2Fweb", "up");
        Assert.Equal(id, (await daemon.LogsAsync("team%2Fshop%2Fweb")).SessionId);
        Assert.Equal(id, (await daemon.StopAsync("team%2Fshop%2Fweb")).Id);
    }

    [Fact]
    public async Task A_session_can_wait_for_the_good_end_of_another_one()
    {
        var gate = daemon.Work["end-gate"];
        await daemon.StartAsync(SessionsDaemon.Sh($"while ! [ -e {gate} ]; do sleep 0.02; done; echo migrated") with { Label = "migrate" });
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo after") with { DependsOn = [new Dependency("migrate", DependencyCondition.ExitedOk)] });
        Assert.Equal("waits for migrate to end", (await daemon.GetAsync(id)).Reason);

        daemon.Work.Write("end-gate", "");

        await daemon.WaitForAsync(id, "after");
        var late = await daemon.RunAsync(SessionsDaemon.Sh("echo late") with { DependsOn = [new Dependency("migrate", DependencyCondition.Exited)] });
        Assert.Equal(["late"], await daemon.LinesAsync(late));
    }

    [Fact]
    public async Task A_session_that_others_depend_on_is_waited_for()
    {
        var gate = daemon.Work["gate"];
        var first = await daemon.StartAsync(SessionsDaemon.Sh($"while ! [ -e {gate} ]; do sleep 0.02; done; echo open; exec sleep 1000") with { Label = "db", Ready = new ProbeSpec { Log = "open" } });
        var second = await daemon.StartAsync(SessionsDaemon.Sh("echo started; exec sleep 1000") with { Label = "api", DependsOn = ["db"] });

        Assert.Equal("waits for db", (await daemon.GetAsync(second)).Reason);
        daemon.Work.Write("gate", "");
        await daemon.WaitForAsync(second, "started");
        var ready = await daemon.EventAsync(first, "session.ready");
        var running = await daemon.EventAsync(second, "session.running");
        Assert.True(ready.Seq < running.Seq);
    }

    [Fact]
    public async Task A_session_whose_dependency_fails_is_failed_with_the_reason()
    {
        var gate = daemon.Work["gate2"];
        await daemon.StartAsync(SessionsDaemon.Sh($"while ! [ -e {gate} ]; do sleep 0.02; done; exit 3") with { Label = "bad-db", Ready = new ProbeSpec { Log = "never" } });
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo started") with { DependsOn = ["bad-db"] });
        daemon.Work.Write("gate2", "");

        var result = await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Ready });
        Assert.Equal((WaitOutcome.Failed, SessionState.Failed), (result.Outcome, result.State));
        Assert.Contains("bad-db", result.Reason, StringComparison.Ordinal);
        Assert.Empty(await daemon.LinesAsync(id));
    }

    [Fact]
    public async Task Limits_that_cannot_be_set_are_told_and_the_session_runs()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo ran") with { Limits = new LimitsSpec { MemoryBytes = 1L << 30, CpuPercent = 50 } });

        Assert.Equal(["ran"], await daemon.LinesAsync(id));
        if (!File.Exists("/sys/fs/cgroup/cgroup.controllers"))
        {
            Assert.Contains("the limits are not enforced", (await daemon.GetAsync(id)).Reason, StringComparison.Ordinal);
        }
    }
}
