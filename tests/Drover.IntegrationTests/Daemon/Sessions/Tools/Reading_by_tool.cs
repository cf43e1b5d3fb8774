using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions.Tools;

public sealed class Reading_by_tool(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private const int EightKiB = 8 << 10;

    [Fact]
    public async Task A_log_of_a_million_lines_answers_with_the_last_ones_in_8_KiB_and_a_cursor()
    {
        var id = Text(await fixture.RunAsync($"{Children.TestChild} numbered lines=1000000"), "id");
        var result = await fixture.Agent.RawAsync("get_process_output", new JsonObject { ["id"] = id, ["stream"] = "stdout" });
        var answer = result.StructuredContent!.Value;

        Assert.InRange(Encoding.UTF8.GetByteCount(Agent.TextOf(result)), 1, EightKiB);
        Assert.Equal(50, answer.GetProperty("lines").GetInt32());
        Assert.StartsWith("000001000000 ", Text(answer, "output")!.Split('\n')[^1], StringComparison.Ordinal);
        Assert.Contains("raise lines", Text(answer, "rest"), StringComparison.Ordinal);
        Assert.True(answer.GetProperty("next_seq").GetInt64() >= 1_000_000);
    }

    [Fact]
    public async Task Reading_on_from_the_cursor_neither_loses_nor_repeats_a_line_however_little_fits()
    {
        var id = Text(await fixture.RunAsync("seq 1 2000"), "id");
        var (read, next) = (new List<string>(), 0L);
        while (read.Count < 2000)
        {
            var page = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["id"] = id, ["stream"] = "stdout", ["since_seq"] = next, ["lines"] = 300, ["max_bytes"] = 1000 });
            Assert.InRange(Text(page, "output")!.Length, 1, 1000);
            read.AddRange(Text(page, "output")!.Split('\n'));
            next = page.GetProperty("next_seq").GetInt64();
        }

        Assert.Equal(Enumerable.Range(1, 2000).Select(number => $"{number}"), read);
    }

    [Fact]
    public async Task What_rest_says_brings_the_older_lines()
    {
        var id = Text(await fixture.RunAsync("seq 1 200"), "id");
        var last = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["id"] = id, ["lines"] = 10 });
        var since = long.Parse(Text(last, "rest")!.Split("since_seq=")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
        var before = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["id"] = id, ["since_seq"] = since, ["lines"] = 10 });
        var first = Text(last, "output")!.Split('\n')[0];

        Assert.Equal(int.Parse(first, System.Globalization.CultureInfo.InvariantCulture) - 1, int.Parse(Text(before, "output")!.Split('\n')[^1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Colours_are_taken_out_and_repeats_are_folded()
    {
        var id = Text(await fixture.RunAsync("printf '\\033[31mred\\033[0m\\n'; yes again | head -n 30; echo oops >&2"), "id");
        var output = Text(await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["id"] = id }), "output")!.Split('\n');

        Assert.Contains("red", output);
        Assert.Contains("again (×30)", output);
        Assert.Contains("[stderr] oops", output);
    }

    [Fact]
    public async Task One_enormous_line_is_cut_and_does_not_push_out_the_others()
    {
        var id = Text(await fixture.RunAsync("echo before; head -c 50000 /dev/zero | tr '\\0' x; echo; echo after"), "id");
        var result = await fixture.Agent.RawAsync("get_process_output", new JsonObject { ["id"] = id, ["stream"] = "stdout" });
        var output = Text(result.StructuredContent!.Value, "output")!.Split('\n');

        Assert.Equal(("before", "after", 3), (output[0], output[^1], output.Length));
        Assert.EndsWith(" bytes)", output[1], StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(Agent.TextOf(result)), 1, EightKiB);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(256)]
    public async Task A_line_that_takes_six_times_its_length_in_an_answer_is_cut_and_shown_in_both_directions(int? most)
    {
        var id = Text(await fixture.RunAsync("printf '😀%.0s' $(seq 1 2000); echo; echo after >&2"), "id");
        var arguments = new JsonObject { ["id"] = id, ["stream"] = "stdout" };
        if (most is { } bytes)
        {
            arguments["max_bytes"] = bytes;
        }

        var backward = await fixture.Agent.RawAsync("get_process_output", (JsonObject)arguments.DeepClone());
        arguments["since_seq"] = 0;
        var forward = await fixture.Agent.RawAsync("get_process_output", arguments);

        foreach (var result in (ModelContextProtocol.Protocol.CallToolResult[])[backward, forward])
        {
            Assert.True(result.IsError is not true, Agent.TextOf(result));
            Assert.Matches("^(😀)+… \\(\\+[0-9]+ bytes\\)$", Text(result.StructuredContent!.Value, "output"));
            Assert.InRange(Encoding.UTF8.GetByteCount(Agent.TextOf(result)), 1, EightKiB);
        }

        Assert.StartsWith("😀", (await fixture.Agent.CallAsync("search_logs", new JsonObject { ["grep"] = "😀", ["max_bytes"] = 256 })).GetProperty("output").GetString()!.Split(": ")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_chosen_by_stream_pattern_and_time()
    {
        var id = Text(await fixture.RunAsync("echo one; echo two; echo three >&2"), "id");
        Assert.Equal("three", await OutputAsync(new JsonObject { ["id"] = id, ["stream"] = "stderr" }));
        Assert.Equal("two", await OutputAsync(new JsonObject { ["id"] = id, ["grep"] = "^t", ["stream"] = "stdout" }));
        Assert.Equal("two", await OutputAsync(new JsonObject { ["id"] = id, ["lines"] = "1", ["stream"] = "stdout" }));
        Assert.Equal("", await OutputAsync(new JsonObject { ["id"] = id, ["before_time"] = "1h" }));
        Assert.Equal("one\ntwo", await OutputAsync(new JsonObject { ["id"] = id, ["since_time"] = "1h", ["stream"] = "stdout" }));
    }

    [Theory]
    [InlineData("grep", "(", "request.invalid_pattern")]
    [InlineData("stream", "blended", "request.invalid_value")]
    [InlineData("since_time", "yesterday", "request.invalid_value")]
    [InlineData("lines", 0, "request.invalid_value")]
    [InlineData("max_bytes", 1, "request.invalid_value")]
    [InlineData("lines", "many", "request.invalid_value")]
    public async Task What_is_wrong_with_a_question_is_told_by_its_code(string name, object value, string code)
    {
        var id = Text(await fixture.StartAsync("exec sleep 1000"), "id");
        var refused = await fixture.Agent.RefusedAsync("get_process_output", new JsonObject { ["id"] = id, [name] = JsonValue.Create(value) });
        Assert.StartsWith(code + ": ", refused, StringComparison.Ordinal);
        Assert.Contains(name, refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_that_is_too_slow_is_an_error_here_and_in_the_search()
    {
        var id = Text(await fixture.RunAsync("printf 'a%.0s' $(seq 1 60); echo '!'"), "id");
        const string Slow = "^(?=(a+)+$)b";
        Assert.StartsWith("request.pattern_too_slow: ", await fixture.Agent.RefusedAsync("get_process_output", new JsonObject { ["id"] = id, ["grep"] = Slow }), StringComparison.Ordinal);
        Assert.StartsWith("request.pattern_too_slow: ", await fixture.Agent.RefusedAsync("search_logs", new JsonObject { ["grep"] = Slow }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pid_0_is_the_daemon_with_its_own_log()
    {
        var status = await fixture.Agent.CallAsync("get_process_status", new JsonObject { ["pid"] = 0 });
        var paths = await fixture.Agent.CallAsync("get_process_log_paths", new JsonObject { ["pid"] = 0 });
        var output = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["pid"] = 0 });
        var next = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["pid"] = 0, ["since_seq"] = output.GetProperty("next_seq").GetInt64() });

        Assert.Equal((0, "running"), (status.GetProperty("pid").GetInt32(), Text(status, "status")));
        Assert.Equal(fixture.Daemon.Daemon.Paths.DaemonLog, paths.GetProperty("stdout")[0].GetString());
        Assert.Equal((await File.ReadAllLinesAsync(fixture.Daemon.Daemon.Paths.DaemonLog))[0], Text(output, "output")!.Split('\n')[0]);
        Assert.Equal(0, next.GetProperty("lines").GetInt32());

        var searched = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["pid"] = 0, ["since_seq"] = 0, ["grep"] = "no line has this" });
        Assert.Equal(0, searched.GetProperty("lines").GetInt32());
        Assert.True(searched.GetProperty("next_seq").GetInt64() >= output.GetProperty("next_seq").GetInt64(), "what was looked through is not looked through again");
    }

    [Fact]
    public async Task The_cursor_of_the_daemons_status_is_the_end_of_its_log()
    {
        var end = (await fixture.Agent.CallAsync("get_process_status", new JsonObject { ["pid"] = 0 })).GetProperty("next_seq").GetInt64();
        var log = new FileInfo(fixture.Daemon.Daemon.Paths.DaemonLog);

        Assert.InRange(end, 1, log.Length);
        var rest = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["pid"] = 0, ["since_seq"] = end });
        Assert.DoesNotContain("beyond", Text(rest, "note"), StringComparison.Ordinal);
        var beyond = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["pid"] = 0, ["since_seq"] = end + 1_000_000 });
        Assert.Contains("is beyond the end", Text(beyond, "note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_beyond_the_end_is_told_with_the_one_that_is_right()
    {
        var id = Text(await fixture.RunAsync("echo one; echo two"), "id");
        var end = (await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["id"] = id })).GetProperty("next_seq").GetInt64();
        var at = await fixture.Agent.CallAsync("get_process_output", new JsonObject { ["id"] = id, ["since_seq"] = end });
        Assert.Equal((end, false), (at.GetProperty("next_seq").GetInt64(), at.TryGetProperty("note", out _)));

        foreach (var grep in (string?[])[null, "one"])
        {
            var arguments = new JsonObject { ["id"] = id, ["since_seq"] = end + 100 };
            if (grep is not null)
            {
                arguments["grep"] = grep;
            }

            var beyond = await fixture.Agent.CallAsync("get_process_output", arguments);
            Assert.Equal((end, ""), (beyond.GetProperty("next_seq").GetInt64(), Text(beyond, "output")));
            Assert.Equal($"since_seq {end + 100} is beyond the end of this output, which is {end}", Text(beyond, "note"));
        }
    }

    [Fact]
    public async Task Two_processes_that_had_a_label_one_after_the_other_are_told_apart_in_the_search()
    {
        var first = Text(await fixture.RunAsync("echo 'twice 1'", "again"), "id")!;
        await fixture.RunAsync("echo 'twice 2'", "again");

        var found = Text(await fixture.Agent.CallAsync("search_logs", new JsonObject { ["grep"] = "^twice [0-9]$" }), "output")!;

        Assert.Matches($"^again \\(id {first[..8]}, exited\\):[0-9]+: twice 1\nagain:[0-9]+: twice 2$", found);
        Assert.Equal("twice 1", await OutputAsync(new JsonObject { ["id"] = first[..8], ["stream"] = "stdout" }));
    }

    [Fact]
    public async Task A_search_for_nothing_is_told_what_to_give()
    {
        Assert.StartsWith("request.invalid_value: grep is empty: give the text", await fixture.Agent.RefusedAsync("search_logs", new JsonObject { ["grep"] = "" }), StringComparison.Ordinal);
        Assert.StartsWith("request.missing_field: The call lacks \"grep\"", await fixture.Agent.RefusedAsync("search_logs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_paths_are_files_that_joined_are_what_was_printed()
    {
        var id = Text(await fixture.RunAsync("echo out; echo err >&2"), "id");
        var paths = await fixture.Agent.CallAsync("get_process_log_paths", new JsonObject { ["id"] = id });
        Assert.Equal("out\n", await File.ReadAllTextAsync(paths.GetProperty("stdout")[0].GetString()!));
        Assert.Equal("err\n", await File.ReadAllTextAsync(paths.GetProperty("stderr")[0].GetString()!));
    }

    [Fact]
    public async Task The_search_finds_lines_of_all_processes_and_says_where()
    {
        await fixture.RunAsync("echo 'Error: needle 1'", "search-a");
        await fixture.RunAsync("echo nothing; echo 'Error: needle 2' >&2", "search-b");
        var found = await fixture.Agent.CallAsync("search_logs", new JsonObject { ["grep"] = "needle [0-9]" });

        Assert.Matches("^search-a:[0-9]+: Error: needle 1\nsearch-b:[0-9]+: Error: needle 2$", Text(found, "output"));
        Assert.Equal(2, found.GetProperty("lines").GetInt32());
        Assert.StartsWith("request.missing_field: ", await fixture.Agent.RefusedAsync("search_logs"), StringComparison.Ordinal);
        Assert.StartsWith("request.invalid_pattern: ", await fixture.Agent.RefusedAsync("search_logs", new JsonObject { ["grep"] = "[" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_read_on_from_their_cursor()
    {
        var before = (await fixture.Agent.CallAsync("list_events")).GetProperty("next_seq").GetInt64();
        await fixture.RunAsync("exit 4", "eventful");
        var news = await fixture.Agent.CallAsync("list_events", new JsonObject { ["since_seq"] = before });

        var exited = Assert.Single(news.GetProperty("events").EnumerateArray(), happened => Text(happened, "type") == "session.exited" && Text(happened, "process") == "eventful");
        Assert.StartsWith("exited 4 after ", Text(exited, "reason"), StringComparison.Ordinal);
        Assert.True(exited.GetProperty("seq").GetInt64() >= before);
    }

    [Fact]
    public async Task The_list_is_filtered_and_shows_what_runs_first()
    {
        var folder = fixture.Folder();
        await fixture.StartAsync("exec sleep 1234", "list-runs", folder);
        await fixture.RunAsync("true # 1234", "list-ended");

        Assert.Equal(["list-runs"], await LabelsAsync(new JsonObject { ["working_directory"] = folder }));
        Assert.Equal(["list-runs", "list-ended"], await LabelsAsync(new JsonObject { ["command"] = "1234" }));
        Assert.Equal(["list-ended"], await LabelsAsync(new JsonObject { ["command"] = "1234", ["status"] = "exited,failed" }));
        Assert.StartsWith("request.invalid_value: ", await fixture.Agent.RefusedAsync("list_processes", new JsonObject { ["status"] = "busy" }), StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string?>> LabelsAsync(JsonObject filter) =>
        [.. (await fixture.Agent.CallAsync("list_processes", filter)).GetProperty("processes").EnumerateArray().Select(row => Text(row, "label"))];

    private async Task<string?> OutputAsync(JsonObject arguments) => Text(await fixture.Agent.CallAsync("get_process_output", arguments), "output");

    private static string? Text(JsonElement answer, string name) => answer.GetProperty(name).GetString();
}
