using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.IntegrationTests.Daemon.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects;

[Collection(nameof(Surviving_the_daemon))]
public sealed class Over_restarts_of_the_daemon(ProjectsDaemon daemon) : IClassFixture<ProjectsDaemon>
{
    [Fact]
    public async Task The_next_daemon_keeps_what_runs_and_knows_what_changed()
    {
        string Yaml(string word) => $$"""
            processes:
              web: { shell: "exec {{Children.TestChild}} listen $PORT", port: auto, ready: { port: true } }
              seed: { shell: "echo seeded", once: true }
              app: { shell: "echo {{word}}; exec sleep 1000", depends_on: [web, seed] }
            """;
        var folder = daemon.Folder("kept", Yaml("old"));
        var up = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("kept");
        var port = (await daemon.StatusAsync("kept")).Processes[0].Port;

        await daemon.Sessions.StartNextAsync();

        var again = await daemon.UpAsync(folder);
        Assert.Equal(["web: keep, running", "seed: keep, has run", "app: keep, running"], ProjectsDaemon.Say(again));
        Assert.Equal((ProjectState.Up, port), ((await daemon.StatusAsync("kept")).State, (await daemon.StatusAsync("kept")).Processes[0].Port));
        daemon.Write("kept", Yaml("new"));
        Assert.Equal("app: restart, command changed", ProjectsDaemon.Say(await daemon.UpAsync(folder)).Last());
        await daemon.Sessions.WaitForAsync(up.Sessions["app"], "new");
        await daemon.UntilUpAsync("kept");

        await daemon.Sessions.StartNextAsync();
        Assert.Equal("app: keep, running", ProjectsDaemon.Say(await daemon.UpAsync(folder)).Last());
    }

    [Fact]
    public async Task What_waited_when_the_daemon_ended_goes_on_waiting_also_in_its_second_life()
    {
        string Yaml(string ready) => $$"""
            processes:
              slow: { shell: "echo up; exec sleep 1000", ready: { {{ready}} } }
              app: { shell: "echo started; exec sleep 1000", depends_on: [slow] }
            """;
        var folder = daemon.Folder("held", Yaml("log: up"));
        var up = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("held");
        await daemon.DownAsync(folder);
        daemon.Write("held", Yaml("exec: [test, -e, gate], timeout_ms: 7200000"));
        await daemon.UpAsync(folder);
        Assert.Equal((SessionState.Starting, "waits for held/slow"), await StateAsync(up.Sessions["app"]));

        await daemon.Sessions.StartNextAsync();

        Assert.Equal((SessionState.Starting, "waits for held/slow"), await StateAsync(up.Sessions["app"]));
        daemon.Work.Write("held/gate", "");
        await daemon.UntilUpAsync("held");
        Assert.Equal(["started", "started"], await daemon.Sessions.LinesAsync(up.Sessions["app"]));
    }

    private async Task<(SessionState State, string? Reason)> StateAsync(string id)
    {
        var session = await daemon.Sessions.GetAsync(id);
        return (session.State, session.Reason);
    }
}
