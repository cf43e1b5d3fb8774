using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions.Tools;

public sealed class Waiting_by_tool(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [Fact]
    public async Task A_wait_that_is_cut_says_how_to_go_on_and_the_next_one_misses_nothing()
    {
        var gate = Path.Combine(fixture.Folder(), "go");
        var started = await fixture.StartAsync($"echo begun; while [ ! -e {gate} ]; do sleep 0.05; done; echo done; exec sleep 1000", wait: new JsonObject { ["pattern"] = "^done", ["timeout_ms"] = 200 });
        Assert.Equal("waiting", Text(started, "verdict"));
        Assert.Contains($"wait_for_process with id: {Text(started, "id")}, for: output", Text(started, "next"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(gate, "");
        var again = new JsonObject { ["id"] = Text(started, "id"), ["for"] = "output", ["pattern"] = "^done", ["since_seq"] = started.GetProperty("next_seq").GetInt64() };
        var resumed = await fixture.Agent.CallAsync("wait_for_process", again);
        Assert.Equal(("matched", "done"), (Text(resumed, "verdict"), Text(resumed, "match")));
    }

    [Fact]
    public async Task Starting_without_waiting_and_asking_later_comes_to_the_same()
    {
        var started = await fixture.StartAsync("sleep 0.2; echo ready; exec sleep 1000", wait: new JsonObject { ["timeout_ms"] = 0 }, ready: new JsonObject { ["log"] = "ready" });
        Assert.Equal("waiting", Text(started, "verdict"));

        var waited = await fixture.Agent.CallAsync("wait_for_process", new JsonObject { ["id"] = Text(started, "id"), ["for"] = "ready" });
        Assert.Equal("ready", Text(waited, "verdict"));
        Assert.Matches("^ready in .*s$", Text(waited, "reason"));
    }

    [Fact]
    public async Task Who_wants_progress_is_told_how_long_it_takes_and_the_last_line()
    {
        var told = new ConcurrentQueue<ProgressNotificationValue>();
        var id = Text(await fixture.StartAsync("echo compiling; exec sleep 1000"), "id");
        await fixture.Agent.CallAsync("wait_for_process", new JsonObject { ["id"] = id, ["for"] = "exit", ["timeout_ms"] = 2500 }, new Each(told.Enqueue));

        Assert.NotEmpty(told);
        Assert.All(told, report => Assert.EndsWith(": compiling", report.Message, StringComparison.Ordinal));
        Assert.Equal(told.Select(report => report.Progress).Order(), told.Select(report => report.Progress));
    }

    [Fact]
    public async Task Input_is_written_and_its_answer_is_read_from_the_cursor()
    {
        var id = Text(await fixture.StartAsync("printf 'name? '; read name; echo hello $name; read more || echo end of input"), "id");
        await fixture.Agent.CallAsync("wait_for_process", new JsonObject { ["id"] = id, ["pattern"] = "name\\?" });
        Assert.Equal("name? ", Text(await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["id"] = id }), "partial"));

        var sent = await fixture.Agent.CallAsync("send_input", new JsonObject { ["id"] = id, ["text"] = "Ada\n", ["eof"] = true });
        Assert.Equal(4, sent.GetProperty("written").GetInt32());
        await fixture.Agent.CallAsync("wait_for_process", new JsonObject { ["id"] = id, ["for"] = "exit" });
        var read = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["id"] = id, ["stream"] = "stdout", ["since_seq"] = sent.GetProperty("next_seq").GetInt64() });
        Assert.Equal("name? hello Ada\nend of input", Text(read, "output"));

        Assert.StartsWith("session.not_running: ", await fixture.Agent.RefusedAsync("send_input", new JsonObject { ["id"] = id, ["text"] = "x" }), StringComparison.Ordinal);
        Assert.StartsWith("request.missing_field: ", await fixture.Agent.RefusedAsync("send_input", new JsonObject { ["id"] = id }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_waits_at_once_end_when_what_they_wait_for_happens()
    {
        var gate = Path.Combine(fixture.Folder(), "go");
        var id = Text(await fixture.StartAsync($"while [ ! -e {gate} ]; do sleep 0.05; done; echo open; exec sleep 1000"), "id");
        var waits = Enumerable.Range(0, 50).Select(_ => fixture.Agent.CallAsync("wait_for_process", new JsonObject { ["id"] = id, ["pattern"] = "^open$" })).ToList();
        await File.WriteAllTextAsync(gate, "");

        Assert.All(await Task.WhenAll(waits), waited => Assert.Equal("matched", Text(waited, "verdict")));
    }

    private static string? Text(JsonElement answer, string name) => answer.GetProperty(name).GetString();

    private sealed class Each(Action<ProgressNotificationValue> tell) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => tell(value);
    }
}
