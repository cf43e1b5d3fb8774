using System.Net.Http.Json;
using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Contracts.Json;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Storage;
using Drover.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Storage;

/// <summary>Events: stored, numbered, and told over HTTP.</summary>
public sealed class EventLogTests
{
    [Fact]
    public async Task Numbers_rise_over_a_restart()
    {
        using var home = new TempDir();
        await using (var first = await TestDaemon.StartInAsync(home))
        {
            Log(first).Append("session.running", "id-1", "web", 1, "running");
            Log(first).Append("session.exited", "id-1", "web", 1, "exited", "exited 3", 3);
        }

        await using var second = await TestDaemon.StartInAsync(home);
        Assert.Equal(3, Log(second).Append("session.starting").Seq);
        var page = await PageAsync(second, "");
        Assert.Equal([1, 2, 3], page.Events.Select(happened => happened.Seq));
        Assert.Equal((4, null), (page.NextSeq, page.Gap));
        Assert.Equal(("session.exited", "web", 3, "exited 3"), (page.Events[1].Type, page.Events[1].Label, page.Events[1].ExitCode, page.Events[1].Reason));
    }

    [Fact]
    public async Task Polling_with_next_seq_gives_every_event_once()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (var number = 0; number < 25; number++)
        {
            Log(daemon).Append("session.running");
        }

        var seen = new List<long>();
        long next = 0;
        EventPage page;
        do
        {
            page = await PageAsync(daemon, $"?since_seq={next}&limit=10");
            seen.AddRange(page.Events.Select(happened => happened.Seq));
            next = page.NextSeq;
        }
        while (page.Events.Count > 0);
        Assert.Equal(Enumerable.Range(1, 25).Select(number => (long)number), seen);
        Assert.Equal(26, next);
    }

    [Fact]
    public async Task Beyond_the_cap_the_oldest_go_and_the_reader_is_told_how_many()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (var number = 0; number < EventLog.Retained + 200; number++)
        {
            Log(daemon).Append("session.running");
        }

        var page = await PageAsync(daemon, "?since_seq=1&limit=1");
        Assert.Equal(200, page.Gap!.Dropped);
        Assert.Equal(201, page.Events[0].Seq);

        using var answer = await daemon.Client.GetAsync("/v1/events?since_seq=1&limit=1&format=ndjson");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(200, Parse(lines[0]).Dropped);
        Assert.Equal(201, Parse(lines[1]).Seq);
    }

    [Fact]
    public async Task Following_gives_what_is_asked_for_and_then_what_comes_without_a_seam()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Log(daemon).Append("session.starting");
        using var answer = await daemon.Client.GetAsync("/v1/events?follow=1&since_seq=1", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var number = 1; number <= 300; number++)
        {
            Assert.Equal(number, Parse((await reader.ReadLineAsync().Patiently())!).Seq);
            Log(daemon).Append("session.running");
        }
    }

    [Fact]
    public async Task SSE_resumes_after_the_last_event_id()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (var number = 0; number < 5; number++)
        {
            Log(daemon).Append("session.running");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events?follow=1");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Add("Last-Event-ID", "3");
        using var answer = await daemon.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("id: 4", await reader.ReadLineAsync().Patiently());
        Assert.Equal(4, Parse((await reader.ReadLineAsync().Patiently())!["data: ".Length..]).Seq);
        Assert.Equal("", await reader.ReadLineAsync().Patiently());
        Assert.Equal("id: 5", await reader.ReadLineAsync().Patiently());
    }

    [Fact]
    public async Task SSE_sends_a_heartbeat_every_15_seconds()
    {
        using var home = new TempDir();
        var time = new ManualTimeProvider();
        await using var daemon = await TestDaemon.StartWithAsync(TestDaemon.Options(home) with { Time = time });
        using var answer = await daemon.Client.GetAsync("/v1/events?follow=1&format=sse", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var beat = 0; beat < 3; beat++)
        {
            var line = reader.ReadLineAsync();
            await Patience.UntilAsync(() =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return line.IsCompleted;
            });
            Assert.Equal(": ", await line);
            Assert.Equal("", await reader.ReadLineAsync().Patiently());
        }
    }

    [Fact]
    public async Task An_event_that_cannot_be_stored_is_told_all_the_same_and_stored_later()
    {
        using var home = new TempDir();
        await using (var daemon = await TestDaemon.StartInAsync(home))
        {
            var database = daemon.Daemon.Services.GetRequiredService<DroverDatabase>();
            Assert.True(database.Read(connection => connection.Execute("PRAGMA query_only = 1")).IsSuccess);
            Log(daemon).Append("log.degraded", reason: "disk full");
            Assert.Equal("log.degraded", Assert.Single((await PageAsync(daemon, "")).Events).Type);

            Assert.True(database.Read(connection => connection.Execute("PRAGMA query_only = 0")).IsSuccess);
            Log(daemon).Append("log.recovered");
        }

        await using var next = await TestDaemon.StartInAsync(home);
        Assert.Equal(["log.degraded", "log.recovered"], (await PageAsync(next, "")).Events.Select(happened => happened.Type), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_fails_after_its_headers_ends_with_the_problem()
    {
        using var home = new TempDir();
        await using var daemon = await TestDaemon.StartInAsync(home);
        using var answer = await daemon.Client.GetAsync("/v1/events?follow=1&format=ndjson", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var database = daemon.Daemon.Services.GetRequiredService<DroverDatabase>();
        Assert.True(database.Read(connection => connection.Execute("ALTER TABLE events RENAME TO lost")).IsSuccess);
        Log(daemon).Append("session.running");

        using var last = JsonDocument.Parse((await reader.ReadLineAsync().Patiently())!);
        Assert.Equal(ErrorCodes.StorageUnavailable, last.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Null(await reader.ReadLineAsync().Patiently());
    }

    private static EventLog Log(TestDaemon daemon) => daemon.Daemon.Services.GetRequiredService<EventLog>();

    private static async Task<EventPage> PageAsync(TestDaemon daemon, string query) =>
        (await daemon.Client.GetFromJsonAsync($"/v1/events{query}", DroverJson.Default.EventPage))!;

    private static DroverEvent Parse(string line) => JsonSerializer.Deserialize(line, DroverJson.Default.DroverEvent)!;
}
