using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects;

/// <summary>A database, a migration, an API and a page, as small as they can be.</summary>
public sealed class The_shop(ProjectsDaemon daemon) : IClassFixture<ProjectsDaemon>
{
    private static readonly string Listen = $"{Children.TestChild} listen $PORT";

    private static string Shop(string name) => $$"""
        name: {{name}}
        env_file: [.env]
        processes:
          db:      { command: ["{{Children.TestChild}}", "listen", "$PORT"], port: auto, ready: { port: true } }
          api:     { shell: "echo greeting $GREETING; exec {{Listen}}", port: auto, depends_on: { db: ready }, ready: { port: true }, restart: on-failure }
          migrate: { shell: "echo migrated; touch migrated", depends_on: { db: ready }, once: true }
          web:     { shell: "test -e migrated && echo api at $API; exec {{Listen}}", port: auto, depends_on: { api: ready, migrate: exited_ok }, ready: { port: true }, env: { API: "http://localhost:${api.port}" } }
        """;

    [Fact]
    public async Task Everything_starts_in_order_and_finds_each_other()
    {
        var folder = daemon.Folder("order", Shop("order"));
        daemon.Work.Write("order/.env", "GREETING=\"good morning\"\n");

        var up = await daemon.UpAsync(folder);

        Assert.Equal("order", up.Project);
        Assert.Equal(["db: start, not running", "api: start, not running", "migrate: start, not running", "web: start, not running"], ProjectsDaemon.Say(up));
        await daemon.UntilUpAsync("order");
        var status = await daemon.StatusAsync("order");
        Assert.Equal([["db"], ["api", "migrate"], ["web"]], status.Levels);
        Assert.Equal(["order/db", "order/api", "order/migrate", "order/web"], status.Processes.Select(process => process.Session!.Label));
        var api = status.Processes.Single(process => process.Name == "api");
        Assert.Equal($"http://localhost:{api.Port}", api.Urls[^1]);
        Assert.Contains($"api at {api.Urls[^1]}", await daemon.Sessions.LinesAsync(up.Sessions["web"]));
        Assert.Contains("greeting good morning", await daemon.Sessions.LinesAsync(up.Sessions["api"]));

        var events = await daemon.EventsAsync();
        long First(string process, string type) => events.First(happened => happened.SessionId == up.Sessions[process] && happened.Type == type).Seq;
        Assert.True(First("db", "session.ready") < First("api", "session.starting"));
        Assert.True(First("db", "session.ready") < First("migrate", "session.starting"));
        Assert.True(First("api", "session.ready") < First("web", "session.starting"));
        Assert.True(First("migrate", "session.exited") < First("web", "session.starting"));
    }

    [Fact]
    public async Task Down_ends_those_that_depend_on_others_first_and_leaves_nothing()
    {
        var folder = daemon.Folder("down", Shop("down"));
        daemon.Work.Write("down/.env", "");
        var up = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("down");

        var down = await daemon.DownAsync(folder);

        Assert.Equal(["web: stop, down", "api: stop, down", "migrate: keep, not running", "db: stop, down"], ProjectsDaemon.Say(down));
        Assert.All(down.Changes, change => Assert.Null(change.Failed));
        foreach (var id in up.Sessions.Values)
        {
            Assert.Equal(SessionState.Exited, (await daemon.Sessions.GetAsync(id)).State);
            await ProcessAssert.NoneCarriesAsync($"DROVER_SESSION_ID={id}");
        }

        var events = await daemon.EventsAsync();
        long Stopped(string process) => events.Last(happened => happened.SessionId == up.Sessions[process] && happened.Type == "session.stopped").Seq;
        Assert.True(Stopped("web") < Stopped("api"));
        Assert.True(Stopped("api") < Stopped("db"));
        Assert.Equal(ProjectState.Down, (await daemon.StatusAsync("down")).State);
    }

    [Fact]
    public async Task What_was_down_comes_up_again_in_the_same_sessions_on_the_same_ports_and_does_not_migrate_twice()
    {
        var folder = daemon.Folder("again", Shop("again"));
        daemon.Work.Write("again/.env", "");
        var first = await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("again");
        var ports = (await daemon.StatusAsync("again")).Processes.Select(process => process.Port).ToList();
        await daemon.DownAsync(folder);

        var second = await daemon.UpAsync(folder);

        Assert.Equal([ProjectAction.Start, ProjectAction.Start, ProjectAction.Keep, ProjectAction.Start], second.Changes.Select(change => change.Action));
        Assert.Equal("has run", second.Changes[2].Because);
        Assert.Equal(first.Sessions, second.Sessions);
        await daemon.UntilUpAsync("again");
        Assert.Equal(ports, (await daemon.StatusAsync("again")).Processes.Select(process => process.Port));
        Assert.Equal(["migrated"], await daemon.Sessions.LinesAsync(first.Sessions["migrate"]));
        Assert.Equal(2, (await daemon.Sessions.RunsAsync(first.Sessions["web"])).Runs.Count);
    }
}
