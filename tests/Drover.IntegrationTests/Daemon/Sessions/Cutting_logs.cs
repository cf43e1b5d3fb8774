using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

/// <summary>What is too much for an answer: the newest lines come, and how many others there are is told.</summary>
public sealed class Cutting_logs(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    // 301 lines of 60,000 bytes: more than one read holds, less than the lines that are asked for.
    private const string Long = "line=$(head -c 60000 /dev/zero | tr '\\0' x); i=1; while [ $i -le 301 ]; do echo \"$line $((i % 2)) $i\"; i=$((i+1)); done";

    [Theory]
    [InlineData("")]
    [InlineData("&since_seq=1")]
    public async Task The_newest_lines_come_in_every_form_and_the_others_are_counted(string from)
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh(Long));
        var path = $"/v1/sessions/{id}/logs?stream=stdout&limit=1000&max_bytes=190000{from}&format=";

        var text = (await daemon.TextAsync(path + "text")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("[truncated] 298 older lines are left out", text[0]);
        Assert.Equal(["299", "300", "301"], text.Skip(1).Select(line => line.Split(' ')[^1]));
        Assert.Equal(["299", "300", "301"], (await daemon.TextAsync(path + "raw")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[^1]));
        Assert.StartsWith("{\"truncated\":298}\n", await daemon.TextAsync(path + "ndjson"), StringComparison.Ordinal);
        Assert.Contains("data: {\"truncated\":298}\n", await daemon.TextAsync(path + "sse"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_and_a_merged_one_tell_the_true_number()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh(Long) with { Label = "true-number" });

        var page = await daemon.LogsAsync(id, "stream=stdout&limit=1000&max_bytes=190000");
        Assert.Equal((3, 298), (page.Entries.Count, page.Truncated));
        page = await daemon.LogsAsync(id, "stream=stdout&limit=1000");
        Assert.Equal(301, page.Entries.Count + page.Truncated);
        var merged = await daemon.GetAsync("/v1/logs?sessions=true-number&stream=stdout&limit=1000&max_bytes=190000", DroverJson.Default.MergedLogPage);
        Assert.Equal((3, 298), (merged.Entries.Count, merged.Truncated));
        merged = await daemon.GetAsync("/v1/logs?sessions=true-number&stream=stdout&limit=1000", DroverJson.Default.MergedLogPage);
        Assert.Equal(301, merged.Entries.Count + merged.Truncated);
        Assert.StartsWith("[truncated] 298 ", await daemon.TextAsync("/v1/logs?sessions=true-number&stream=stdout&limit=1000&max_bytes=190000&format=text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_around_matches_are_not_taken_for_matches()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh(Long) with { Label = "around" });
        const string Query = "stream=stdout&limit=145&grep=x%200%20&context=1";

        var page = await daemon.LogsAsync(id, Query);
        Assert.Equal(145, page.Entries.Count(IsMatch) + page.Truncated);
        var merged = await daemon.GetAsync($"/v1/logs?sessions=around&{Query}", DroverJson.Default.MergedLogPage);
        Assert.Equal(145, merged.Entries.Count(IsMatch) + merged.Truncated);
        Assert.Equal(page.Entries.Select(entry => entry.Seq), merged.Entries.Select(entry => entry.Seq));
        page = await daemon.LogsAsync(id, "stream=stdout&limit=1&grep=%20300$&context=2&max_bytes=190000");
        Assert.Equal((3, 1), (page.Entries.Count, page.Truncated));

        static bool IsMatch(LogEntry entry) => entry.Line.Contains("x 0 ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folded_lines_that_are_cut_count_one_by_one()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("echo a; echo a; echo a; echo b"));

        var page = await daemon.LogsAsync(id, "stream=stdout&dedupe=1&max_bytes=1");
        Assert.Equal(("b", 3), (Assert.Single(page.Entries).Line, page.Truncated));
    }

    [Fact]
    public async Task A_merged_log_from_a_cursor_gives_the_newest_lines_of_all_reads()
    {
        var gate = daemon.Work["cursor-gate"];
        var id = await daemon.StartAsync(SessionsDaemon.Sh($"echo up; while ! [ -e {gate} ]; do sleep 0.01; done; seq 1 5000") with { Label = "from-cursor" });
        await daemon.WaitForAsync(id, "up");
        var cursor = (await daemon.GetAsync("/v1/logs?sessions=from-cursor&stream=stdout", DroverJson.Default.MergedLogPage)).Cursor;
        daemon.Work.Write("cursor-gate", "");
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit });

        var lines = (await daemon.TextAsync($"/v1/logs?sessions=from-cursor&stream=stdout&limit=10000&max_bytes=8&format=sse&cursor={cursor}")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.EndsWith("data: {\"truncated\":4998}", lines[0], StringComparison.Ordinal);
        Assert.Equal(["4999", "5000"], lines.Skip(1).Select(record => JsonSerializer.Deserialize(record[(record.IndexOf("data: ", StringComparison.Ordinal) + 6)..], DroverJson.Default.LogEntry)!.Line));

        // The first of them is where a reader goes on that has seen only that.
        var position = lines[1].Split('\n').Single(line => line.StartsWith("id: ", StringComparison.Ordinal))["id: ".Length..];
        var rest = await daemon.GetAsync($"/v1/logs?sessions=from-cursor&stream=stdout&cursor={position}", DroverJson.Default.MergedLogPage);
        Assert.Equal("5000", Assert.Single(rest.Entries).Line);
    }
}
