using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.IntegrationTests.Daemon.Sessions.Tools;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects.Tools;

/// <summary>What an agent does with a project: one call brings it up and tells what became of it.</summary>
public sealed class Projects_for_agents(ProjectsDaemon daemon) : IClassFixture<ProjectsDaemon>
{
    [Fact]
    public async Task One_call_brings_everything_up_and_a_second_one_keeps_it()
    {
        await using var agent = await Agent.ConnectAsync(daemon.Sessions);
        var folder = daemon.Folder("whole", """
            processes:
              db: { shell: "sleep 0.2; echo up; exec sleep 1000", ready: { log: up } }
              job: { shell: "exit 0", once: true, depends_on: [db] }
            """);

        var up = await agent.CallAsync("project_up", new JsonObject { ["path"] = folder });
        var again = await agent.CallAsync("project_up", new JsonObject { ["path"] = folder });
        var status = await agent.CallAsync("project_status", new JsonObject { ["project"] = "whole" });

        Assert.Equal("up", up.GetProperty("state").GetString());
        Assert.Equal(["start: running, ready", "start: exited"], Say(up));
        Assert.Equal(["keep: running, ready", "keep: exited"], Say(again));
        Assert.Equal("whole/db", status.GetProperty("processes")[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task What_failed_is_told_with_its_last_words_and_how_to_go_on()
    {
        await using var agent = await Agent.ConnectAsync(daemon.Sessions);
        var folder = daemon.Folder("broken", """
            processes:
              migrate: { shell: "echo no tables >&2; exit 3", once: true }
              web: { shell: "exec sleep 1000", depends_on: [migrate] }
            """);

        var up = await agent.CallAsync("project_up", new JsonObject { ["path"] = folder });

        var rows = up.GetProperty("processes");
        Assert.StartsWith("exited 3 after", rows[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("no tables", rows[0].GetProperty("output").GetString(), StringComparison.Ordinal);
        Assert.Equal("failed", rows[1].GetProperty("status").GetString());
        Assert.Contains("get_process_output with label broken/migrate", up.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_and_a_wait_that_is_over_say_so()
    {
        await using var agent = await Agent.ConnectAsync(daemon.Sessions);
        var folder = daemon.Folder("slowly", """processes: { web: { shell: "exec sleep 1000", ready: { log: never } } }""");

        var dry = await agent.CallAsync("project_up", new JsonObject { ["path"] = folder, ["dry_run"] = true });
        var up = await agent.CallAsync("project_up", new JsonObject { ["path"] = folder, ["timeout_ms"] = 100 });

        Assert.Equal("down", dry.GetProperty("state").GetString());
        Assert.Contains("nothing was done", dry.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Equal("changing", up.GetProperty("state").GetString());
        Assert.Contains("project_status", up.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_calls_and_wrong_files_are_told_with_their_codes()
    {
        await using var agent = await Agent.ConnectAsync(daemon.Sessions);
        var folder = daemon.Folder("typo", "processes:\n  web: { comand: [x], shell: y }\n");

        Assert.Contains("drover.yaml:2:", await agent.RefusedAsync("project_up", new JsonObject { ["path"] = folder }), StringComparison.Ordinal);
        Assert.StartsWith("request.missing_field", await agent.RefusedAsync("project_up"), StringComparison.Ordinal);
        Assert.StartsWith("request.invalid_value", await agent.RefusedAsync("project_status"), StringComparison.Ordinal);
        Assert.StartsWith("project.not_found", await agent.RefusedAsync("project_status", new JsonObject { ["project"] = "nobody" }), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Say(JsonElement answer) => answer.GetProperty("processes").EnumerateArray()
        .Select(row => $"{row.GetProperty("action").GetString()}: {row.GetProperty("status").GetString()}");
}
