using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class Merging_logs(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task A_merged_stream_goes_on_exactly_behind_any_of_its_events()
    {
        await daemon.RunAsync(SessionsDaemon.Sh("seq 1 5; sleep 0.05; seq 11 15") with { Label = "ids-a" });
        await daemon.RunAsync(SessionsDaemon.Sh("seq 21 25; sleep 0.05; seq 31 35") with { Label = "ids-b" });
        const string Path = "/v1/logs?sessions=ids-a,ids-b&stream=stdout&follow=1&format=sse";

        var all = await EventsAsync(Path, lastId: null);
        Assert.Equal(20, all.Count);
        Assert.Equal(20, all.Select(seen => seen.Id).Distinct(StringComparer.Ordinal).Count());
        for (var seen = 0; seen < all.Count; seen += 3)
        {
            Assert.Equal(all.Skip(seen + 1).Select(rest => rest.Line), (await EventsAsync(Path, all[seen].Id)).Select(rest => rest.Line));
        }
    }

    [Fact]
    public async Task A_pattern_that_takes_too_long_is_an_error_here_too()
    {
        await daemon.RunAsync(SessionsDaemon.Sh("head -c 60000 /dev/zero | tr '\\0' a; echo") with { Label = "slow-pattern" });
        var path = $"/v1/logs?sessions=slow-pattern&grep={Uri.EscapeDataString("(?<!x)(a+)+(a+)+(a+)+b")}";

        Assert.Equal("request.pattern_too_slow", (await daemon.RefusedGetAsync(path)).Code);
        Assert.Contains("request.pattern_too_slow", await daemon.TextAsync(path + "&format=ndjson"), StringComparison.Ordinal);
    }

    private async Task<List<(string Id, string Line)>> EventsAsync(string path, string? lastId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        using var answer = await daemon.Client.SendAsync(request, Patience.Token);
        var text = await answer.Content.ReadAsStringAsync(Patience.Token);
        return
        [
            .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('\n')).Select(lines => (
                Assert.Single(lines, line => line.StartsWith("id: ", StringComparison.Ordinal))["id: ".Length..],
                JsonSerializer.Deserialize(Assert.Single(lines, line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..], DroverJson.Default.LogEntry)!.Line)),
        ];
    }

    [Fact]
    public async Task Several_logs_are_merged_by_time_and_polled_by_a_cursor_of_their_own()
    {
        var a = await daemon.RunAsync(SessionsDaemon.Sh("echo a1; sleep 0.05; echo a2") with { Label = "merge-a" });
        var b = await daemon.RunAsync(SessionsDaemon.Sh("echo b1; sleep 0.05; echo b2") with { Label = "merge-b" });

        var all = await daemon.GetAsync("/v1/logs?sessions=merge-a,merge-b&stream=stdout", DroverJson.Default.MergedLogPage);
        Assert.Equal(["a1", "a2", "b1", "b2"], all.Entries.Select(entry => entry.Line));
        Assert.Equal([a, a, b, b], all.Entries.Select(entry => entry.SessionId));
        Assert.Contains("[merge-b] b2\n", await daemon.TextAsync("/v1/logs?sessions=merge-a,merge-b&stream=stdout&format=text&follow=1"), StringComparison.Ordinal);

        await daemon.RestartAsync(a, """{"wait":{"for":"exit"}}""");
        var polled = new List<string>();
        var cursor = all.Cursor;
        MergedLogPage page;
        do
        {
            page = await daemon.GetAsync($"/v1/logs?sessions=merge-a,merge-b&stream=stdout&limit=1&cursor={cursor}", DroverJson.Default.MergedLogPage);
            polled.AddRange(page.Entries.Select(entry => entry.Line));
            cursor = page.Cursor;
        }
        while (page.Entries.Count > 0);

        Assert.Equal(["a1", "a2"], polled);
        Assert.Equal(ErrorCodes.LogCursorInvalid, (await daemon.RefusedGetAsync("/v1/logs?cursor=nonsense")).Code);
    }
}
