using System.Net;
using System.Net.Sockets;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.IntegrationTests.Daemon.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects;

public sealed class At_awkward_moments(ProjectsDaemon daemon) : IClassFixture<ProjectsDaemon>
{
    [Fact]
    public async Task When_both_changed_the_second_goes_on_until_the_first_is_ready_again()
    {
        string Yaml(string word) => $$"""
            processes:
              db: { shell: "echo {{word}} db; while ! [ -e {{word}} ]; do sleep 0.01; done; echo open; exec sleep 1000", ready: { log: open } }
              api: { shell: "echo {{word}} api; exec sleep 1000", depends_on: [db] }
            """;
        var folder = daemon.Folder("both", Yaml("first"));
        daemon.Work.Write("both/first", "");
        var up = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("both");
        var before = await daemon.Sessions.GetAsync(up.Sessions["api"]);
        daemon.Write("both", Yaml("second"));

        Assert.Equal(["db: restart, command changed", "api: restart, command changed"], ProjectsDaemon.Say(await daemon.UpAsync(folder)));

        await daemon.Sessions.WaitForAsync(up.Sessions["db"], "second db");
        var waiting = await daemon.Sessions.GetAsync(up.Sessions["api"]);
        Assert.Equal((SessionState.Running, before.Pid, "waits for both/db"), (waiting.State, waiting.Pid, waiting.Reason));
        daemon.Work.Write("both/second", "");
        await daemon.Sessions.WaitForAsync(up.Sessions["api"], "second api");
        await daemon.UntilUpAsync("both");
        Assert.All((await daemon.UpAsync(folder)).Changes, change => Assert.Equal(ProjectAction.Keep, change.Action));
    }

    [Fact]
    public async Task A_port_of_its_own_that_somebody_else_took_meanwhile_is_left_to_them()
    {
        var folder = daemon.Folder("port-lost", $$"""
            processes: { web: { shell: "exec {{Children.TestChild}} listen $PORT", port: auto, ready: { port: true } } }
            """);
        await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("port-lost");
        var first = (await daemon.StatusAsync("port-lost")).Processes[0].Port!.Value;
        await daemon.DownAsync(folder);
        using var other = new TcpListener(IPAddress.Loopback, first);
        other.Start();

        await daemon.UpAsync(folder);

        await daemon.UntilUpAsync("port-lost");
        var second = (await daemon.StatusAsync("port-lost")).Processes[0].Port!.Value;
        Assert.NotEqual(first, second);
        other.Stop();
        await daemon.DownAsync(folder);
        await daemon.UpAsync(folder);
        Assert.Equal(second, (await daemon.StatusAsync("port-lost")).Processes[0].Port);
    }

    [Fact]
    public async Task Ups_and_downs_from_several_terminals_leave_one_of_each_or_none()
    {
        var folder = daemon.Folder("terminals", """
            processes:
              one: { shell: "exec sleep 1000" }
              two: { shell: "exec sleep 1000", depends_on: [one] }
              three: { shell: "true", once: true, depends_on: [two] }
            """);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => number % 3 == 2 ? daemon.DownAsync(folder) : daemon.UpAsync(folder)));

        var last = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("terminals");
        foreach (var id in new[] { last.Sessions["one"], last.Sessions["two"] })
        {
            Assert.Single(ProcessAssert.Carrying($"DROVER_SESSION_ID={id}"), process => process.Command.StartsWith("sleep", StringComparison.Ordinal));
        }

        await daemon.DownAsync(folder);
        foreach (var id in last.Sessions.Values)
        {
            await ProcessAssert.NoneCarriesAsync($"DROVER_SESSION_ID={id}");
        }
    }

    [Fact]
    public async Task A_session_that_has_the_label_and_is_not_the_projects_is_in_the_way_and_told()
    {
        var id = await daemon.Sessions.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { Label = "foreign/web" });
        var folder = daemon.Folder("foreign", """processes: { web: { shell: "exec sleep 1000" }, other: { shell: "exec sleep 1000" } }""");

        var up = await daemon.UpAsync(folder);

        Assert.Equal([ErrorCodes.SessionAlreadyRunning, null], up.Changes.Select(change => change.Failed?.Code));
        Assert.Contains(id, up.Changes[0].Failed!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_of_one_session_in_between_is_made_good_by_the_next_up_only()
    {
        var folder = daemon.Folder("stopped", """processes: { one: { shell: "exec sleep 1000" }, two: { shell: "exec sleep 1000", depends_on: [one] } }""");
        var up = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("stopped");
        await daemon.Sessions.StopAsync("stopped%2Fone");
        Assert.Equal(ProjectState.Partial, (await daemon.StatusAsync("stopped")).State);

        var again = await daemon.UpAsync(folder);

        Assert.Equal([ProjectAction.Start, ProjectAction.Keep], again.Changes.Select(change => change.Action));
        Assert.StartsWith("not running: ", again.Changes[0].Because, StringComparison.Ordinal);
        Assert.Equal(up.Sessions, again.Sessions);
        await daemon.UntilUpAsync("stopped");
    }
}
