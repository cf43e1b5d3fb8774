using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions.Tools;

public sealed class Starting_and_restarting_by_tool(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private static readonly string[] Head = ["pid", "id", "label", "status", "command", "working_directory", "start_time", "exit_code"];

    [Fact]
    public async Task A_start_answers_with_the_process_at_the_top_level()
    {
        var folder = fixture.Folder();
        var started = await fixture.StartAsync("echo hello; exec sleep 1000", "top", folder);

        Assert.Equal(Head, started.EnumerateObject().Select(property => property.Name).Take(Head.Length));
        Assert.Equal(("running", "top", "echo hello; exec sleep 1000", folder), (Text(started, "status"), Text(started, "label"), Text(started, "command"), Text(started, "working_directory")));
        Assert.Equal(JsonValueKind.Null, started.GetProperty("exit_code").ValueKind);
        Assert.NotNull(ProcessAssert.StartTime(started.GetProperty("pid").GetInt32()));
    }

    [Fact]
    public async Task The_same_command_in_the_same_folder_is_refused_with_its_pid_and_runs_in_another_one()
    {
        var folder = fixture.Folder();
        var first = await fixture.StartAsync("exec sleep 2000", folder: folder);

        var refused = await fixture.Agent.RefusedAsync("start_process", new JsonObject { ["command"] = "exec sleep 2000", ["working_directory"] = folder + "/" });
        var elsewhere = await fixture.StartAsync("exec sleep 2000");

        Assert.StartsWith("session.already_running: ", refused, StringComparison.Ordinal);
        Assert.Contains($"pid {first.GetProperty("pid")}", refused, StringComparison.Ordinal);
        Assert.NotEqual(Text(first, "id"), Text(elsewhere, "id"));
    }

    [Fact]
    public async Task A_label_means_that_label_and_never_the_beginning_of_an_id()
    {
        var id = Text(await fixture.StartAsync("exec sleep 1000"), "id")!;
        foreach (var part in (string[])[id[..1], id[..8], id])
        {
            Assert.StartsWith("session.not_found: ", await fixture.Agent.RefusedAsync("stop_process", new JsonObject { ["label"] = part }), StringComparison.Ordinal);
        }

        Assert.Equal("running", Text(await fixture.Agent.CallAsync("get_process_status", new JsonObject { ["id"] = id[..8] }), "status"));
    }

    [Fact]
    public async Task Two_agents_that_start_one_command_at_the_same_time_get_one_process()
    {
        var arguments = new JsonObject { ["command"] = "exec sleep 3000", ["working_directory"] = fixture.Folder() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => fixture.Agent.RawAsync("start_process", (JsonObject)arguments.DeepClone())));

        Assert.Single(answers, answer => answer.IsError is not true);
    }

    [Fact]
    public async Task A_restart_after_a_code_change_tells_its_outcome_in_one_call()
    {
        var folder = fixture.Folder();
        var program = Path.Combine(folder, "server.sh");
        await File.WriteAllTextAsync(program, "echo up; exec sleep 1000");
        await fixture.StartAsync("sh server.sh", "story", folder, Wait("ready"), new JsonObject { ["log"] = "^up" });

        await File.WriteAllTextAsync(program, "echo 'TypeError: x is not a function' >&2; exit 1");
        var failed = await fixture.Agent.CallAsync("restart_process", new JsonObject { ["label"] = "story", ["wait"] = Wait("ready") });
        Assert.Equal(("exited", 1), (Text(failed, "verdict"), failed.GetProperty("exit_code").GetInt32()));
        Assert.Matches("^exited 1 after .*s$", Text(failed, "reason"));
        Assert.Equal("[stderr] TypeError: x is not a function", Text(failed, "output"));

        await File.WriteAllTextAsync(program, "echo up again; exec sleep 1000");
        var mended = await fixture.Agent.CallAsync("restart_process", new JsonObject { ["label"] = "story", ["wait"] = Wait("ready") });
        Assert.Equal(("ready", "running", "up again"), (Text(mended, "verdict"), Text(mended, "status"), Text(mended, "output")));
        Assert.Matches("^ready in .*s$", Text(mended, "reason"));
    }

    [Fact]
    public async Task Without_a_readiness_probe_a_crash_right_after_the_start_is_not_called_ready()
    {
        var started = await fixture.StartAsync("sleep 0.1; echo no config >&2; exit 3", wait: Wait("ready"));
        Assert.Equal(("exited", 3), (Text(started, "verdict"), started.GetProperty("exit_code").GetInt32()));
    }

    [Fact]
    public async Task Agents_that_restart_one_process_at_the_same_time_restart_it_once_and_all_are_told()
    {
        var started = await fixture.StartAsync("exec sleep 1000", "together");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.Agent.CallAsync("restart_process", new JsonObject { ["label"] = "together", ["wait"] = Wait("running") })));

        var pid = Assert.Single(answers.Select(answer => answer.GetProperty("pid").GetInt32()).Distinct());
        Assert.NotEqual(started.GetProperty("pid").GetInt32(), pid);
        Assert.Equal(3, answers.Count(answer => answer.TryGetProperty("note", out _)));
        Assert.Equal(1, (await fixture.Daemon.GetAsync(Text(started, "id")!)).RestartCount);
    }

    [Fact]
    public async Task A_process_is_found_by_the_pid_of_a_past_run()
    {
        var first = (await fixture.StartAsync("exec sleep 1000", "past")).GetProperty("pid").GetInt32();
        var second = (await fixture.Agent.CallAsync("restart_process", new JsonObject { ["pid"] = first })).GetProperty("pid").GetInt32();
        var asked = await fixture.Agent.CallAsync("get_process_status", new JsonObject { ["pid"] = first });

        Assert.Equal(("past", second), (Text(asked, "label"), asked.GetProperty("pid").GetInt32()));
        Assert.Contains($"pid {first} was an earlier run", Text(asked, "note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_answers_when_nothing_is_left_and_a_second_stop_says_that_it_had_ended()
    {
        var pid = (await fixture.StartAsync("sleep 1000 & sleep 1000; true")).GetProperty("pid").GetInt32();
        var stopped = await fixture.Agent.CallAsync("stop_process", new JsonObject { ["pid"] = pid });

        Assert.Equal("exited", Text(stopped, "status"));
        Assert.Null(ProcessAssert.StartTime(pid));
        var again = await fixture.Agent.CallAsync("stop_process", new JsonObject { ["pid"] = pid });
        Assert.Equal(("exited", "it had ended already"), (Text(again, "status"), Text(again, "note")));
    }

    [Fact]
    public async Task A_second_polite_stop_joins_the_first_and_cuts_nothing_short()
    {
        using var folder = new TempDir();
        var started = await fixture.StartAsync($"trap 'until [ -e {folder["go"]} ]; do sleep 0.02; done; exit 3' TERM; echo up; while :; do sleep 0.02; done", wait: new JsonObject { ["pattern"] = "up" });
        var which = new JsonObject { ["id"] = Text(started, "id") };

        var first = fixture.Agent.CallAsync("stop_process", which.DeepClone().AsObject());
        await Patience.UntilAsync(async () => Text(await fixture.Agent.CallAsync("get_process_status", which.DeepClone().AsObject()), "status") == "stopping");
        var second = fixture.Agent.CallAsync("stop_process", which.DeepClone().AsObject());
        await fixture.Agent.CallAsync("get_process_status", which.DeepClone().AsObject());
        folder.Write("go", "");

        Assert.Equal((3, 3), ((await first).GetProperty("exit_code").GetInt32(), (await second).GetProperty("exit_code").GetInt32()));
    }

    [Fact]
    public async Task Force_kills_what_ignores_the_polite_signal()
    {
        var started = await fixture.StartAsync("trap '' TERM; echo deaf; while :; do sleep 1; done", wait: new JsonObject { ["pattern"] = "deaf" });
        var stopped = await fixture.Agent.CallAsync("stop_process", new JsonObject { ["id"] = Text(started, "id"), ["force"] = true });
        Assert.Contains("KILL", Text(stopped, "reason"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"command":""}""", "request.command_empty")]
    [InlineData("""{"comand":"x"}""", "request.unknown_field")]
    [InlineData("""{"command":"x","working_directory":"/nowhere"}""", "request.cwd_not_found")]
    [InlineData("""{"command":"x","working_directory":"app"}""", "request.invalid_value")]
    [InlineData("""{"command":"x","label":"a,b"}""", "request.invalid_value")]
    [InlineData("""{"command":"x","wait":{"for":"dinner"}}""", "request.invalid_value")]
    [InlineData("""{"command":"x","wait":{"for":"output"}}""", "request.missing_field")]
    [InlineData("""{"command":"x","wait":{"pattern":"("}}""", "request.invalid_pattern")]
    [InlineData("""{"command":"x","ready":{"prot":true}}""", "request.unknown_field")]
    [InlineData("""{"command":"x","watch":["/nowhere"]}""", "watch.unreadable")]
    [InlineData("""{"command":"x","wait":{"for":"ready","pattern":"up"}}""", "request.invalid_value: wait.pattern goes with wait.for \"output\" only")]
    [InlineData("""{"command":" "}""", "request.command_empty: command is empty")]
    [InlineData("""{"command":"a\u0000b"}""", "request.invalid_value: command must not contain a NUL")]
    [InlineData("""{"command":"x","environment":{"A=B":"c"}}""", "request.invalid_value: environment has a variable named")]
    [InlineData("""{"command":"x","ready":{"http":1}}""", "request.invalid_value: ready: ")]
    public async Task What_is_wrong_with_a_start_is_told_by_its_code(string arguments, string code) =>
        Assert.StartsWith(code, await fixture.Agent.RefusedAsync("start_process", (JsonObject)JsonNode.Parse(arguments)!), StringComparison.Ordinal);

    [Fact]
    public async Task What_is_wrong_is_named_as_the_tool_names_it()
    {
        var refused = await fixture.Agent.RawAsync("start_process", new JsonObject { ["command"] = "x", ["working_directory"] = "/nowhere" });
        Assert.Contains("field=working_directory", Agent.TextOf(refused), StringComparison.Ordinal);
        Assert.Equal("working_directory", (string?)refused.Meta!["drover/error"]!["details"]!["field"]);
        Assert.StartsWith("request.invalid_value: status is one or several of ", await fixture.Agent.RefusedAsync("list_processes", new JsonObject { ["status"] = "asleep" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restarting_one_whose_label_another_one_has_now_does_not_advise_to_restart_it()
    {
        var old = Text(await fixture.RunAsync("true", "passed-on"), "id");
        await fixture.StartAsync("exec sleep 1000", "passed-on");

        var refused = await fixture.Agent.RefusedAsync("restart_process", new JsonObject { ["id"] = old });

        Assert.StartsWith("session.already_running: ", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("run it anew", refused, StringComparison.Ordinal);
        Assert.Contains("stop it first", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_names_no_process_or_one_that_is_not_there_is_told_which_there_are()
    {
        await fixture.StartAsync("exec sleep 1000", "present");

        foreach (var arguments in (JsonObject[])[new() { ["label"] = "absent" }, new() { ["pid"] = 999_999_999 }, new() { ["id"] = "ffffffff-0000" }])
        {
            var refused = await fixture.Agent.RefusedAsync("restart_process", arguments);
            Assert.StartsWith("session.not_found: ", refused, StringComparison.Ordinal);
            Assert.Contains("present (pid ", refused, StringComparison.Ordinal);
        }

        Assert.StartsWith("session.not_named: ", await fixture.Agent.RefusedAsync("stop_process"), StringComparison.Ordinal);
        Assert.StartsWith("request.invalid_value: pid 0 ", await fixture.Agent.RefusedAsync("stop_process", new JsonObject { ["pid"] = 0 }), StringComparison.Ordinal);
    }

    private static JsonObject Wait(string what) => new() { ["for"] = what };

    private static string? Text(JsonElement answer, string name) => answer.GetProperty(name).GetString();
}
