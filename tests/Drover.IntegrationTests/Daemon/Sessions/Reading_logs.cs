using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class Reading_logs(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task Text_names_the_stream_when_streams_are_blended_and_is_bare_otherwise()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo out; sleep 0.01; echo err >&2"));

        var blended = await daemon.TextAsync($"/v1/sessions/{id}/logs?format=text");
        Assert.Contains("[stdout] out\n", blended, StringComparison.Ordinal);
        Assert.Contains("[stderr] err\n", blended, StringComparison.Ordinal);
        Assert.Contains("[system] started", blended, StringComparison.Ordinal);
        Assert.Equal("out\n", await daemon.TextAsync($"/v1/sessions/{id}/tail?format=text&stream=stdout"));
        Assert.Equal("err\n", await daemon.TextAsync($"/v1/sessions/{id}/logs?format=text&stream=stderr"));
    }

    [Fact]
    public async Task The_last_and_the_first_lines_come_oldest_first_and_raw_bytes_are_untouched()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("printf '1\\n2\\n\\033[31mred\\033[0m\\n\\377\\n5\\n'"));

        Assert.Equal(["\uFFFD", "5"], await daemon.LinesAsync(id, "stream=stdout&limit=2"));
        var head = await daemon.GetAsync($"/v1/sessions/{id}/head?stream=stdout&limit=3", DroverJson.Default.LogPage);
        Assert.Equal(["1", "2", "red"], head.Entries.Select(entry => entry.Line));
        Assert.Equal("\u001b[31mred\u001b[0m", (await daemon.LinesAsync(id, "stream=stdout&ansi=keep"))[2]);
        Assert.Equal("1\n2\n\u001b[31mred\u001b[0m\n"u8.ToArray().Concat(new byte[] { 0xFF }).Concat("\n5\n"u8.ToArray()), await daemon.Client.GetByteArrayAsync($"/v1/sessions/{id}/logs?stream=stdout&format=raw"));
        var paths = (await daemon.GetAsync(id)).LogPaths;
        Assert.Equal(0xFF, File.ReadAllBytes(Assert.Single(paths.Stdout))[^4]);
    }

    [Fact]
    public async Task Entries_tell_their_bytes_where_the_text_is_not_all_of_them()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("printf 'text\\n\\377\\nopen'"));

        var page = await daemon.GetAsync($"/v1/sessions/{id}/logs?stream=stdout&bytes=1", DroverJson.Default.LogPage);

        Assert.Equal([null, Convert.ToBase64String([0xFF, (byte)'\n']), Convert.ToBase64String("open"u8)], page.Entries.Select(entry => entry.Raw));
        using var merged = await daemon.Client.GetAsync($"/v1/logs?sessions={id}&bytes=1");
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await TestDaemon.ProblemAsync(merged)).Code);
    }

    [Fact]
    public async Task Raw_output_has_no_newline_that_was_not_written()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("printf 'a\\nb'"));

        Assert.Equal("a\nb", await daemon.TextAsync($"/v1/sessions/{id}/logs?stream=stdout&format=raw"));
    }

    [Fact]
    public async Task A_pattern_that_takes_too_long_is_an_error_not_an_empty_answer()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("head -c 60000 /dev/zero | tr '\\0' a; echo"));

        // A look-behind keeps .NET from its engine that cannot backtrack.
        var refused = await daemon.RefusedGetAsync($"/v1/sessions/{id}/logs?grep={Uri.EscapeDataString("(?<!x)(a+)+(a+)+(a+)+b")}");

        Assert.Equal("request.pattern_too_slow", refused.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&stream=stderr")]
    [InlineData("&grep=7")]
    public async Task Polling_by_the_cursor_loses_and_repeats_nothing_whatever_the_filter(string filter)
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("i=0; while [ $i -lt 300 ]; do echo line $i; echo err $i >&2; i=$((i+1)); done"));
        var polled = new List<long>();
        long next = 1;
        var over = false;
        while (true)
        {
            var page = await daemon.LogsAsync(id, $"since_seq={next}&limit=7{filter}");
            polled.AddRange(page.Entries.Select(entry => entry.Seq));
            Assert.Equal(page.Entries.Count > 0 ? page.Entries[^1].Seq + 1 : next, page.NextSeq);
            next = page.NextSeq;
            if (page.Entries.Count == 0)
            {
                if (over)
                {
                    break;
                }

                over = (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit, Lines = 0 })).Outcome == WaitOutcome.Exited;
            }
        }

        var all = await daemon.LogsAsync(id, $"limit=10000{filter}");
        Assert.Equal(all.Entries.Select(entry => entry.Seq), polled);
    }

    [Fact]
    public async Task A_limit_of_nothing_tells_the_cursor_only()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo a; echo b"));
        var page = await daemon.LogsAsync(id, "limit=0");
        Assert.Empty(page.Entries);
        Assert.Equal((await daemon.GetAsync(id)).NextSeq, page.NextSeq);
    }

    [Theory]
    [InlineData("limit=1000000000", ErrorCodes.RequestInvalidValue)]
    [InlineData("limit=-1", ErrorCodes.RequestInvalidValue)]
    [InlineData("grep=%28", ErrorCodes.RequestInvalidPattern)]
    [InlineData("since_seq=x", ErrorCodes.RequestInvalidValue)]
    [InlineData("stream=both", ErrorCodes.RequestInvalidValue)]
    [InlineData("format=xml", ErrorCodes.RequestInvalidValue)]
    [InlineData("foo=1", ErrorCodes.RequestUnknownParameter)]
    public async Task A_value_that_is_not_understood_is_refused(string query, string code)
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("true"));
        var problem = await daemon.RefusedGetAsync($"/v1/sessions/{id}/logs?{query}");
        Assert.Equal((code, 400), (problem.Code, problem.Status));
    }

    [Fact]
    public async Task An_unfinished_line_is_shown_and_can_be_waited_for()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("printf 'Continue? [y/N] '; read answer; echo said $answer"));

        Assert.Equal("Continue? [y/N] ", (await daemon.WaitForAsync(id, "Continue")).Match);
        Assert.Equal("Continue? [y/N] ", (await daemon.LogsAsync(id)).Partial?.Stdout);
        using var answer = await daemon.PostAsync($"/v1/sessions/{id}/stdin", """{"text":"y\n"}""");
        Assert.Equal("Continue? [y/N] said y", (await daemon.WaitForAsync(id, "said y$")).Match);
    }

    [Fact]
    public async Task Filters_fold_cut_and_surround()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo a; echo same; echo same; echo same; echo 'ERROR: broken'; echo z"));

        var folded = (await daemon.LogsAsync(id, "stream=stdout&dedupe=1")).Entries;
        Assert.Equal(["a", "same", "ERROR: broken", "z"], folded.Select(entry => entry.Line));
        Assert.Equal(3, folded[1].Repeats);
        Assert.Equal(["ERROR: broken"], await daemon.LinesAsync(id, "stream=stdout&level=error"));
        Assert.Equal(["same", "ERROR: broken", "z"], await daemon.LinesAsync(id, "stream=stdout&grep=broken&context=1"));
        var cut = await daemon.LogsAsync(id, "stream=stdout&max_bytes=5");
        Assert.Equal((1, 5), (cut.Entries.Count, cut.Truncated));
        Assert.Empty(await daemon.LinesAsync(id, "stream=stdout&until=1h"));
        Assert.Equal(6, (await daemon.LinesAsync(id, "stream=stdout&since=1h")).Count);
    }

    [Fact]
    public async Task Every_form_keeps_to_max_bytes_and_tells_what_it_left_out()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("seq 10 19") with { Label = "cut-short" });
        foreach (var path in new[] { $"/v1/sessions/{id}/logs?", "/v1/logs?sessions=cut-short&" })
        {
            var text = await daemon.TextAsync($"{path}stream=stdout&max_bytes=4&format=text");
            Assert.StartsWith("[truncated] 8 older lines are left out\n", text, StringComparison.Ordinal);
            Assert.EndsWith("19\n", text, StringComparison.Ordinal);
            var records = await daemon.TextAsync($"{path}stream=stdout&max_bytes=4&format=ndjson");
            Assert.StartsWith("{\"truncated\":8}\n{\"seq\":", records, StringComparison.Ordinal);
            Assert.Equal(3, records.Count(letter => letter == '\n'));
        }

        Assert.Equal("18\n19\n", await daemon.TextAsync($"/v1/sessions/{id}/logs?stream=stdout&max_bytes=6&format=raw"));
        Assert.Equal(8, (await daemon.GetAsync("/v1/logs?sessions=cut-short&stream=stdout&max_bytes=4", DroverJson.Default.MergedLogPage)).Truncated);
    }

    [Fact]
    public async Task More_than_one_read_can_hold_comes_whole_of_one_session_and_is_told_of_several()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("yes 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789 | head -n 200000; echo end") with { Label = "long" });

        var one = await daemon.TextAsync($"/v1/sessions/{id}/logs?stream=stdout&limit=150000&format=text");
        Assert.Equal(150_000, one.Count(letter => letter == '\n'));
        Assert.EndsWith("end\n", one, StringComparison.Ordinal);
        var merged = await daemon.TextAsync("/v1/logs?sessions=long&stream=stdout&limit=150000&format=text");
        Assert.StartsWith("[truncated] ", merged, StringComparison.Ordinal);
        Assert.EndsWith("end\n", merged, StringComparison.Ordinal);
        var cursor = (await daemon.GetAsync("/v1/logs?sessions=long&stream=stdout&limit=1", DroverJson.Default.MergedLogPage)).Cursor;
        Assert.Equal("", await daemon.TextAsync($"/v1/logs?sessions=long&stream=stdout&format=text&cursor={cursor}"));
    }

    [Fact]
    public async Task Since_restart_gives_the_lines_of_the_current_run()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo $$"));
        await daemon.RestartAsync(id, """{"wait":{"for":"exit"}}""");
        var page = await daemon.LogsAsync(id, "stream=stdout&since=restart");
        Assert.Equal(2, Assert.Single(page.Entries).Run);
    }

    [Fact]
    public async Task A_follower_gets_history_and_live_lines_once_and_ends_with_the_session()
    {
        var gate = daemon.Work["follow-gate"];
        var id = await daemon.StartAsync(SessionsDaemon.Sh($"seq 1 50; while ! [ -e {gate} ]; do sleep 0.01; done; seq 51 2000; printf tail"));
        await using var stream = await daemon.Client.GetStreamAsync($"/v1/sessions/{id}/logs?follow=1&stream=stdout&limit=10000", Patience.Token);
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(Patience.Token) is { } line)
        {
            lines.Add(JsonSerializer.Deserialize(line, DroverJson.Default.LogEntry)!.Line);
            if (lines.Count == 50)
            {
                daemon.Work.Write("follow-gate", "");
            }
        }

        Assert.Equal(Enumerable.Range(1, 2000).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)).Append("tail"), lines);
    }

    [Fact]
    public async Task A_follower_with_a_pattern_gets_the_lines_behind_a_match_that_come_later()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo before; echo hit; while read -r line; do echo \"$line\"; done"));
        await daemon.WaitForAsync(id, "hit");
        await using var stream = await daemon.Client.GetStreamAsync($"/v1/sessions/{id}/logs?follow=1&stream=stdout&format=text&grep=hit&context=1", Patience.Token);
        using var reader = new StreamReader(stream);
        Assert.Equal("before", await reader.ReadLineAsync(Patience.Token));
        Assert.Equal("hit", await reader.ReadLineAsync(Patience.Token));

        foreach (var line in new[] { "behind", "far", "near", "hit again", "behind again" })
        {
            using var written = await daemon.PostAsync($"/v1/sessions/{id}/stdin", $$"""{"text":"{{line}}\n"}""");
            await daemon.WaitForAsync(id, $"^{line}$");
        }

        foreach (var line in new[] { "behind", "near", "hit again", "behind again" })
        {
            Assert.Equal(line, await reader.ReadLineAsync(Patience.Token));
        }

        await daemon.StopAsync(id);
        Assert.Null(await reader.ReadLineAsync(Patience.Token));
    }

    [Fact]
    public async Task Server_sent_events_carry_the_sequence_and_resume_behind_the_last_one_seen()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo one; echo two; echo three"));
        var first = (await daemon.LogsAsync(id, "stream=stdout")).Entries[0];
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/sessions/{id}/logs?follow=1&stream=stdout");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Last-Event-ID", first.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var answer = await daemon.Client.SendAsync(request, Patience.Token);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("\"one\"", text, StringComparison.Ordinal);
        Assert.Contains($"id: {first.Seq + 1}\ndata: {{\"seq\":{first.Seq + 1},", text, StringComparison.Ordinal);
        Assert.Contains("\"three\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_follower_that_never_reads_costs_the_program_nothing()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo up; read go; seq 1 400000; echo done"));
        await daemon.WaitForAsync(id, "up");
        await using var idle = await daemon.Client.GetStreamAsync($"/v1/sessions/{id}/logs?follow=1&format=text", Patience.Token);
        using var go = await daemon.PostAsync($"/v1/sessions/{id}/stdin", """{"text":"\n"}""");

        Assert.Equal(0, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit })).ExitCode);
    }

    [Fact]
    public async Task A_follower_of_a_session_that_is_removed_comes_to_an_end()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo up; exec sleep 1000"));
        await using var stream = await daemon.Client.GetStreamAsync($"/v1/sessions/{id}/logs?follow=1&stream=stdout&format=text", Patience.Token);
        using var reader = new StreamReader(stream);
        Assert.Equal("up", await reader.ReadLineAsync(Patience.Token));
        using var removed = await daemon.Client.DeleteAsync($"/v1/sessions/{id}?force=1");

        removed.EnsureSuccessStatusCode();
        Assert.Null(await reader.ReadLineAsync(Patience.Token));
    }
}
