using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.IntegrationTests.Daemon.Sessions.Tools;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks;

public sealed class Task_tools(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private const int EightKiB = 8 << 10;

    [Fact]
    public async Task A_task_is_made_started_waited_for_and_looked_at()
    {
        var made = await CreateAsync("sed -i s/two/TWO/ a.txt; echo said", new JsonObject { ["checks"] = new JsonArray("grep -q TWO a.txt") });
        Assert.Equal("queued", made.GetProperty("state").GetString());
        Assert.Contains("start_task", made.GetProperty("next").GetString(), StringComparison.Ordinal);
        var id = made.GetProperty("task_id").GetString()!;

        await fixture.Agent.CallAsync("start_task", Of(id));
        var ended = (await fixture.Agent.CallAsync("task_status", new JsonObject { ["task_id"] = id, ["wait_ms"] = "60000" })).GetProperty("tasks")[0];

        Assert.Equal("ready-for-review", ended.GetProperty("state").GetString());
        Assert.Contains("task_diff", ended.GetProperty("next").GetString(), StringComparison.Ordinal);
        var diff = await fixture.Agent.CallAsync("task_diff", Of(id));
        Assert.Equal("modified +1 -1 a.txt", diff.GetProperty("files").GetString());
        Assert.Contains("\n+TWO", diff.GetProperty("patch").GetString(), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{40}$", diff.GetProperty("head_commit").GetString());
        var events = await fixture.Agent.CallAsync("task_events", Of(id));
        Assert.Contains(" stdout: said\n", events.GetProperty("events").GetString(), StringComparison.Ordinal);
        var listed = (await fixture.Agent.CallAsync("task_status")).GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("task_id").GetString());
        Assert.Contains(id, listed);
    }

    [Fact]
    public async Task Events_are_read_on_by_their_cursor_without_one_missing_or_twice()
    {
        var id = (await CreateAsync("seq -f 'number %g' 1 300", new JsonObject { ["start"] = true })).GetProperty("task_id").GetString()!;
        await fixture.Agent.CallAsync("task_status", new JsonObject { ["task_id"] = id, ["wait_ms"] = 60000 });

        var (next, numbers) = (0L, new List<long>());
        while (true)
        {
            var page = await fixture.Agent.CallAsync("task_events", new JsonObject { ["task_id"] = id, ["since_seq"] = next, ["lines"] = 70, ["max_bytes"] = 1000 });
            if (page.GetProperty("events").GetString() is not { Length: > 0 } text)
            {
                break;
            }

            numbers.AddRange(text.Split('\n').Select(line => long.Parse(line[..line.IndexOf(' ')], System.Globalization.CultureInfo.InvariantCulture)));
            next = page.GetProperty("next_seq").GetInt64();
        }

        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number), numbers);
        Assert.True(numbers.Count > 300, $"{numbers.Count}");
        var last = await fixture.Agent.CallAsync("task_events", new JsonObject { ["task_id"] = id, ["lines"] = 5 });
        Assert.Equal(next, last.GetProperty("next_seq").GetInt64());
        Assert.EndsWith("changed nothing", last.GetProperty("events").GetString(), StringComparison.Ordinal);
        Assert.Contains("since_seq", last.GetProperty("rest").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_answered_and_what_runs_is_stopped()
    {
        var id = (await CreateAsync("echo 'Do you want to proceed'; read a; echo got $a; sleep 1000", new JsonObject { ["start"] = true })).GetProperty("task_id").GetString()!;
        var asks = (await fixture.Agent.CallAsync("task_status", new JsonObject { ["task_id"] = id, ["wait_ms"] = 60000 })).GetProperty("tasks")[0];
        Assert.Equal("needs-input", asks.GetProperty("state").GetString());

        await fixture.Agent.CallAsync("reply_to_task", new JsonObject { ["task_id"] = id, ["message"] = "yes" });
        var stopped = await fixture.Agent.CallAsync("stop_task", Of(id));

        Assert.Equal("stopped", stopped.GetProperty("state").GetString());
        Assert.Contains("task.ended", await fixture.Agent.RefusedAsync("stop_task", Of(id)), StringComparison.Ordinal);
        Assert.Contains("task.ended", await fixture.Agent.RefusedAsync("reply_to_task", new JsonObject { ["task_id"] = id, ["message"] = "x" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_a_person_has_to_approve_stays_with_the_person()
    {
        var id = (await CreateAsync("true", new JsonObject { ["require_approval"] = true })).GetProperty("task_id").GetString()!;

        Assert.Contains("task.approval_required", await fixture.Agent.RefusedAsync("start_task", Of(id)), StringComparison.Ordinal);

        Assert.Contains("drover task approve", (await fixture.Agent.CallAsync("task_status", Of(id))).GetProperty("tasks")[0].GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(await fixture.Agent.Client.ListToolsAsync(cancellationToken: Patience.Token), tool => tool.Name.Contains("approve", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_with_a_call_is_told()
    {
        foreach (var (tool, arguments, code) in new (string, JsonObject, string)[]
        {
            ("create_task", new() { ["title"] = "" , ["command"] = "true" }, "request.invalid_value"),
            ("create_task", new() { ["title"] = "x", ["runner"] = "nobody" }, "runner.not_found"),
            ("create_task", new() { ["title"] = "x", ["command"] = "true", ["working_directory"] = "relative" }, "request.invalid_value"),
            ("create_task", new() { ["title"] = "x", ["command"] = "true", ["working_directory"] = "/no/such/folder" }, "workspace.not_found"),
            ("create_task", new() { ["title"] = "x", ["command"] = "true", ["budget_minutes"] = 241 }, "request.invalid_value"),
            ("create_task", new() { ["title"] = "x", ["command"] = "true", ["policy"] = "full" }, "request.unknown_field"),
            ("task_status", new() { ["task_id"] = "nothing" }, "task.not_found"),
            ("task_status", new() { ["wait_ms"] = 700_000 }, "request.invalid_value"),
            ("task_diff", new() { ["task_id"] = "nothing" }, "task.not_found"),
            ("task_events", new() { ["task_id"] = "nothing" }, "task.not_found"),
            ("reply_to_task", new() { ["task_id"] = "nothing", ["message"] = "x" }, "task.not_found"),
        })
        {
            Assert.Contains(code, await fixture.Agent.RefusedAsync(tool, arguments), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_answer_is_longer_than_8_KiB_however_much_there_is()
    {
        var id = (await CreateAsync("for i in $(seq 1 400); do seq 1 60 > a-file-with-a-long-name-$i; done; yes 'a \"quoted\" line ö' | head -n 5000", new JsonObject { ["start"] = true })).GetProperty("task_id").GetString()!;
        await fixture.Agent.CallAsync("task_status", new JsonObject { ["task_id"] = id, ["wait_ms"] = 60000 });

        foreach (var (tool, arguments) in new (string, JsonObject)[] { ("task_diff", Of(id)), ("task_events", Of(id)), ("task_events", new() { ["task_id"] = id, ["lines"] = 5000 }), ("task_status", Of(id)), ("task_status", []) })
        {
            var text = Agent.TextOf(await fixture.Agent.RawAsync(tool, arguments));
            Assert.True(Encoding.UTF8.GetByteCount(text) <= EightKiB, $"{tool}: {text.Length}");
        }

        var diff = await fixture.Agent.CallAsync("task_diff", Of(id));
        Assert.Contains("more files", diff.GetProperty("rest").GetString(), StringComparison.Ordinal);
        var one = await fixture.Agent.CallAsync("task_diff", new JsonObject { ["task_id"] = id, ["file"] = "a-file-with-a-long-name-399" });
        Assert.False(one.TryGetProperty("rest", out _));
    }

    private static JsonObject Of(string id) => new() { ["task_id"] = id };

    private async Task<JsonElement> CreateAsync(string command, JsonObject more)
    {
        var folder = fixture.Folder();
        await GitAsync(folder, "init", "-q");
        await File.WriteAllTextAsync(Path.Combine(folder, "a.txt"), "one\ntwo\n", Patience.Token);
        await GitAsync(folder, "add", "-A");
        await GitAsync(folder, "-c", "user.name=Tess", "-c", "user.email=tess@example.org", "commit", "-q", "-m", "begin");
        more["title"] = "Work";
        more["command"] = command;
        more["working_directory"] = folder;
        return await fixture.Agent.CallAsync("create_task", more);
    }

    private static async Task GitAsync(string folder, params string[] words)
    {
        await using var git = RunningProgram.Start(new ProcessStartInfo("git", words) { WorkingDirectory = folder });
        git.Input.Close();
        (await git.EndAsync()).Succeeded();
    }
}
