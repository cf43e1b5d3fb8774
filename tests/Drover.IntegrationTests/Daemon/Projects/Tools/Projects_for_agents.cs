using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Drover.IntegrationTests.Daemon.Sessions.Tools;
using Drover.TestKit;
using ModelContextProtocol;
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
    public async Task Who_wants_progress_is_told_what_is_waited_for()
    {
        await using var agent = await Agent.ConnectAsync(daemon.Sessions);
        var told = Channel.CreateUnbounded<ProgressNotificationValue>();
        var folder = daemon.Folder("awaited", """
            processes:
              db: { shell: "until [ -e go ]; do sleep 0.05; done; echo up; exec sleep 1000", ready: { log: up } }
              web: { shell: "exec sleep 1000", depends_on: [db] }
            """);

        var up = agent.CallAsync("project_up", new JsonObject { ["path"] = folder }, new Each(told.Writer));
        var first = await told.Reader.ReadAsync(Patience.Token);
        var second = await told.Reader.ReadAsync(Patience.Token);
        daemon.Work.Write("awaited/go", "");

        Assert.StartsWith("0 of 2 done; db is not ready yet, web is starting: waits for", first.Message, StringComparison.Ordinal);
        Assert.True(second.Progress > first.Progress);
        Assert.Equal("up", (await up).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_and_what_it_started_goes_on()
    {
        await using var agent = await Agent.ConnectAsync(daemon.Sessions);
        var told = Channel.CreateUnbounded<ProgressNotificationValue>();
        using var cancelled = new CancellationTokenSource();
        var folder = daemon.Folder("given-up", """processes: { web: { shell: "until [ -e go ]; do sleep 0.05; done; echo up; exec sleep 1000", ready: { log: up } } }""");

        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["path"] = folder, ["timeout_ms"] = 3_600_000 };
        var up = agent.Client.CallToolAsync("project_up", arguments, new Each(told.Writer), cancellationToken: cancelled.Token).AsTask();
        await told.Reader.ReadAsync(Patience.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => up);
        daemon.Work.Write("given-up/go", "");
        await daemon.UntilUpAsync("given-up");
        Assert.Equal("up", (await agent.CallAsync("project_up", new JsonObject { ["path"] = folder })).GetProperty("state").GetString());
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

    private sealed class Each(ChannelWriter<ProgressNotificationValue> told) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => told.TryWrite(value);
    }
}
