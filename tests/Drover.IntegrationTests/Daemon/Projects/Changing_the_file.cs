using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects;

public sealed class Changing_the_file(ProjectsDaemon daemon) : IClassFixture<ProjectsDaemon>
{
    private const string Two = """
        processes:
          one: { shell: "echo one; exec sleep 1000" }
          two: { shell: "echo two; exec sleep 1000", depends_on: [one] }
        """;

    [Fact]
    public async Task A_second_up_changes_nothing()
    {
        var folder = daemon.Folder("twice", Two);
        var first = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("twice");
        var pids = await PidsAsync(first);

        var second = await daemon.UpAsync(folder, request => request with { Env = new Dictionary<string, string> { ["PATH"] = "/bin:/usr/bin", ["OTHER_TERMINAL"] = "1" } });

        Assert.Equal(["one: keep, running", "two: keep, running"], ProjectsDaemon.Say(second));
        Assert.Equal(pids, await PidsAsync(second));
    }

    [Fact]
    public async Task Only_the_process_that_changed_is_restarted_and_values_of_variables_are_never_told()
    {
        var folder = daemon.Folder("one-changed", Two);
        var first = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("one-changed");
        var pids = await PidsAsync(first);

        daemon.Write("one-changed", """
            processes:
              one: { shell: "echo one; exec sleep 1000" }
              two: { shell: "echo changed to $SECRET; exec sleep 1000", depends_on: [one], env: { SECRET: hush } }
            """);
        var second = await daemon.UpAsync(folder);

        Assert.Equal(["one: keep, running", "two: restart, command changed, env SECRET added"], ProjectsDaemon.Say(second));
        await daemon.Sessions.WaitForAsync(second.Sessions["two"], "changed to hush");
        await daemon.UntilUpAsync("one-changed");
        var after = await PidsAsync(second);
        Assert.Equal(pids["one"], after["one"]);
        Assert.NotEqual(pids["two"], after["two"]);
        Assert.Equal(first.Sessions, second.Sessions);
        var news = await daemon.Sessions.LinesAsync(second.Sessions["two"], "stream=system");
        Assert.Single(news, line => line == "restarted by up: command changed, env SECRET added");
        Assert.DoesNotContain(news, line => line.Contains("on request", StringComparison.Ordinal) || line.Contains("killed by", StringComparison.Ordinal));
        Assert.Equal(["manual", "start"], (await daemon.Sessions.RunsAsync(second.Sessions["two"])).Runs.Select(run => run.Trigger));
        Assert.Equal(["one: keep, running", "two: keep, running"], ProjectsDaemon.Say(await daemon.UpAsync(folder)));
    }

    [Fact]
    public async Task A_process_that_is_not_in_the_file_any_more_is_stopped()
    {
        var folder = daemon.Folder("removed", Two);
        var first = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("removed");
        daemon.Write("removed", """processes: { one: { shell: "echo one; exec sleep 1000" } }""");

        var second = await daemon.UpAsync(folder);

        Assert.Equal(["two: stop, removed from drover.yaml", "one: keep, running"], ProjectsDaemon.Say(second));
        await ProcessAssert.NoneCarriesAsync($"DROVER_SESSION_ID={first.Sessions["two"]}");
        var status = await daemon.StatusAsync("removed");
        Assert.Equal((ProjectState.Up, false), (status.State, status.Processes[1].InFile));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_does_nothing()
    {
        var folder = daemon.Folder("dry", Two);

        var dry = await daemon.UpAsync(folder, request => request with { DryRun = true });

        Assert.Equal(["one: start, not running", "two: start, not running"], ProjectsDaemon.Say(dry));
        Assert.Empty(dry.Sessions);
        Assert.Equal(ErrorCodes.ProjectNotFound, (await daemon.Sessions.RefusedGetAsync("/v1/projects/dry")).Code);
    }

    [Fact]
    public async Task Names_bring_up_those_processes_and_what_they_depend_on()
    {
        var folder = daemon.Folder("names", """
            processes:
              db: { shell: "exec sleep 1000" }
              api: { shell: "exec sleep 1000", depends_on: [db] }
              docs: { shell: "exec sleep 1000" }
            """);

        var up = await daemon.UpAsync(folder, request => request with { Names = ["api"] });

        Assert.Equal(["db", "api"], up.Changes.Select(change => change.Process));
        Assert.Equal(["db", "api"], up.Sessions.Keys.Order(StringComparer.Ordinal).Reverse());
        var unknown = await daemon.RefusedUpAsync(folder, request => request with { Names = ["dosc"] });
        Assert.Equal(ErrorCodes.ProjectProcessNotFound, unknown.Code);
        Assert.Contains("did you mean docs?", unknown.Detail, StringComparison.Ordinal);
        var down = await daemon.DownAsync(folder, "api");
        Assert.Equal(["api: stop, down"], ProjectsDaemon.Say(down));
    }

    [Fact]
    public async Task What_waits_for_the_end_of_a_process_that_runs_again_runs_again_too()
    {
        string Yaml(string version) => $$"""
            processes:
              build: { shell: "echo {{version}} > built", once: true }
              app: { shell: "cat built; exec sleep 1000", depends_on: { build: exited_ok }, ready: { log: "." } }
              other: { shell: "exec sleep 1000", depends_on: { build: started } }
            """;
        var folder = daemon.Folder("build", Yaml("first"));
        var up = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("build");
        daemon.Write("build", Yaml("second"));

        var again = await daemon.UpAsync(folder);

        Assert.Equal(["build: start, command changed", "app: restart, build runs again", "other: keep, running"], ProjectsDaemon.Say(again));
        await daemon.Sessions.WaitForAsync(up.Sessions["app"], "second");
        Assert.Equal(["first", "second"], await daemon.Sessions.LinesAsync(up.Sessions["app"]));
    }

    [Fact]
    public async Task A_changed_environment_file_restarts_only_who_reads_it()
    {
        var folder = daemon.Folder("envs", """
            processes:
              one: { shell: "echo $A; exec sleep 1000", env_file: one.env }
              two: { shell: "exec sleep 1000" }
            """);
        daemon.Work.Write("envs/one.env", "A=first\n");
        var up = await daemon.UpAsync(folder);
        await daemon.Sessions.WaitForAsync(up.Sessions["one"], "first");
        await daemon.UntilUpAsync("envs");
        daemon.Work.Write("envs/one.env", "A=second\nB=2\n");

        Assert.Equal(["one: restart, env A changed, env B added", "two: keep, running"], ProjectsDaemon.Say(await daemon.UpAsync(folder)));
        await daemon.Sessions.WaitForAsync(up.Sessions["one"], "second");
    }

    [Fact]
    public async Task Two_ups_at_once_start_everything_once()
    {
        var folder = daemon.Folder("at-once", Two);

        var both = await Task.WhenAll(daemon.UpAsync(folder), daemon.UpAsync(folder));

        Assert.Equal(both[0].Sessions, both[1].Sessions);
        Assert.Equal(2, both.SelectMany(up => up.Changes).Count(change => change.Action == ProjectAction.Start));
        await daemon.UntilUpAsync("at-once");
        Assert.Single((await daemon.Sessions.RunsAsync(both[0].Sessions["one"])).Runs);
    }

    [Fact]
    public async Task A_project_that_is_called_otherwise_now_gets_other_labels()
    {
        var folder = daemon.Folder("old-name", "name: old-name\n" + Two);
        var first = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("old-name");
        daemon.Write("old-name", "name: new-name\n" + Two);

        var second = await daemon.UpAsync(folder);

        Assert.Equal("new-name", second.Project);
        Assert.Equal("old-name/one is called new-name/one now", second.Changes[0].Because);
        await daemon.UntilUpAsync("new-name");
        Assert.Equal(SessionState.Exited, (await daemon.Sessions.GetAsync(first.Sessions["one"])).State);
        Assert.Equal("new-name/two", (await daemon.Sessions.GetAsync("new-name%2Ftwo")).Label);
    }

    private async Task<Dictionary<string, int?>> PidsAsync(ProjectChanges changes)
    {
        var pids = new Dictionary<string, int?>();
        foreach (var (process, id) in changes.Sessions)
        {
            pids[process] = (await daemon.Sessions.GetAsync(id)).Pid;
        }

        return pids;
    }
}
