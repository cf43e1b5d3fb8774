using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects;

public sealed class Failing_processes(ProjectsDaemon daemon) : IClassFixture<ProjectsDaemon>
{
    [Fact]
    public async Task Who_needs_a_good_end_fails_with_the_reason_when_it_is_a_bad_one_and_the_others_go_on()
    {
        var folder = daemon.Folder("bad-end", """
            processes:
              migrate: { shell: "echo broken; exit 3", once: true }
              web: { shell: "echo never", depends_on: { migrate: exited_ok } }
              report: { shell: "echo anyway; exec sleep 1000", depends_on: { migrate: exited } }
              other: { shell: "exec sleep 1000" }
            """);

        var up = await daemon.UpAsync(folder);

        var web = await daemon.ReadyAsync(up.Sessions["web"]);
        Assert.Equal((WaitOutcome.Failed, SessionState.Failed), (web.Outcome, web.State));
        Assert.Contains("depends on bad-end/migrate, which exited 3", web.Reason, StringComparison.Ordinal);
        Assert.Empty(await daemon.Sessions.LinesAsync(up.Sessions["web"]));
        await daemon.Sessions.WaitForAsync(up.Sessions["report"], "anyway");
        Assert.Equal(WaitOutcome.Ready, (await daemon.ReadyAsync(up.Sessions["other"])).Outcome);
        Assert.Equal(ProjectState.Partial, (await daemon.StatusAsync("bad-end")).State);
    }

    [Fact]
    public async Task What_could_not_even_be_started_is_told_with_those_that_need_it_and_the_others_go_on()
    {
        var folder = daemon.Folder("no-program", """
            processes:
              db: { command: [no-such-program-anywhere] }
              api: { shell: "exec sleep 1000", depends_on: [db] }
              other: { shell: "exec sleep 1000" }
            """);

        var up = await daemon.UpAsync(folder);

        Assert.Equal(
            [ErrorCodes.ProcessProgramNotFound, null, ErrorCodes.SessionDependencyFailed],
            up.Changes.Select(change => change.Failed?.Code));
        Assert.Equal(["other"], up.Sessions.Keys);
        Assert.StartsWith("no-such-program-anywhere was not found on PATH (", up.Changes[0].Failed!.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("/bin", up.Changes[0].Failed!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_a_process_never_got_as_far_as_a_session_is_remembered_until_it_starts()
    {
        const string Yaml = """
            processes:
              web: { shell: "exec sleep 1000", cwd: later }
              other: { shell: "exec sleep 1000" }
            """;
        var folder = daemon.Folder("no-folder", Yaml);
        await daemon.UpAsync(folder);

        var web = (await daemon.StatusAsync("no-folder")).Processes[0];
        Assert.Null(web.Session);
        Assert.Equal((ErrorCodes.RequestCwdNotFound, $"The working directory {folder}/later does not exist."), (web.Failed!.Code, web.Failed.Detail));

        daemon.Work.Folder("no-folder/later");
        await daemon.UpAsync(folder);
        Assert.All((await daemon.StatusAsync("no-folder")).Processes, process => Assert.Null(process.Failed));
    }

    [Fact]
    public async Task A_rehearsal_tells_what_would_fail_and_starts_nothing()
    {
        var folder = daemon.Folder("rehearsed", """
            processes:
              db: { shell: "exec sleep 1000", cwd: nowhere, port: auto }
              api: { shell: "exec sleep 1000", depends_on: [db] }
              tool: { command: [no-such-program-anywhere] }
              other: { shell: "exec sleep 1000 $FREE_PORT", port: auto }
            """);

        var dry = await daemon.UpAsync(folder, request => request with { DryRun = true });

        Assert.Equal(
            ["api: session.dependency_failed", "db: request.cwd_not_found", "other: ", "tool: process.program_not_found"],
            dry.Changes.Select(change => $"{change.Process}: {change.Failed?.Code}").Order(StringComparer.Ordinal));
        Assert.Empty(dry.Sessions);
    }

    [Fact]
    public async Task A_process_that_failed_is_started_by_the_next_up()
    {
        var folder = daemon.Folder("repaired", """
            processes:
              setup: { shell: "test -e ready || exit 4", once: true }
              app: { shell: "echo works; exec sleep 1000", depends_on: [setup] }
            """);
        var first = await daemon.UpAsync(folder);
        await daemon.ReadyAsync(first.Sessions["app"]);
        daemon.Work.Write("repaired/ready", "");

        var second = await daemon.UpAsync(folder);

        Assert.StartsWith("not running: exited 4", second.Changes[0].Because, StringComparison.Ordinal);
        Assert.Equal([ProjectAction.Start, ProjectAction.Start], second.Changes.Select(change => change.Action));
        await daemon.Sessions.WaitForAsync(second.Sessions["app"], "works");
        await daemon.UntilUpAsync("repaired");
    }

    [Fact]
    public async Task Down_while_some_still_wait_leaves_nothing_that_starts_later()
    {
        var folder = daemon.Folder("waiting", """
            processes:
              slow: { shell: "exec sleep 1000", ready: { after_ms: 3600000, timeout_ms: 7200000 } }
              app: { shell: "echo never; exec sleep 1000", depends_on: [slow] }
            """);
        var up = await daemon.UpAsync(folder);
        Assert.Equal("waits for waiting/slow", (await daemon.Sessions.GetAsync(up.Sessions["app"])).Reason);
        Assert.Equal(ProjectState.Changing, (await daemon.StatusAsync("waiting")).State);

        var down = await daemon.DownAsync(folder);

        Assert.Equal(["app: stop, down", "slow: stop, down"], ProjectsDaemon.Say(down));
        Assert.Equal(ProjectState.Down, (await daemon.StatusAsync("waiting")).State);
        Assert.Empty((await daemon.Sessions.RunsAsync(up.Sessions["app"])).Runs);
    }
}
