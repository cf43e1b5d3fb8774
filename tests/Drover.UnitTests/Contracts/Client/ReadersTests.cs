using System.Text;
using System.Text.Json;
using Drover.Contracts.Client;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.UnitTests.Contracts.Client;

/// <summary>The readers written by hand read what the generated serializer writes, field for field.</summary>
public sealed class ReadersTests
{
    private static readonly SessionSummary Full = new()
    {
        Id = "0196f7c2-0000-7000-8000-000000000001",
        Label = "wéb \"x\"",
        State = SessionState.Backoff,
        Reason = "exited 1",
        Health = SessionHealth.Unhealthy,
        Command = ["node", "a b.js"],
        Cwd = "/tmp/ü",
        Pid = 7,
        Ports = [3000, 3001],
        StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        UptimeMs = 99,
        RestartCount = 3,
        CpuPercent = 1.5,
        MemoryBytes = 1L << 33,
        ExitCode = 1,
    };

    [Fact]
    public void A_list_of_sessions_reads_as_it_was_written()
    {
        var list = new SessionList([Full, new SessionSummary { Id = "x", State = SessionState.Exited, Command = [], Cwd = "/" }]);

        var read = SessionListReader.Read(JsonSerializer.SerializeToUtf8Bytes(list, DroverJson.Default.SessionList));

        Assert.Equal(JsonSerializer.Serialize(list, DroverJson.Default.SessionList), JsonSerializer.Serialize(read, DroverJson.Default.SessionList));
    }

    [Fact]
    public void Every_state_and_health_is_understood()
    {
        foreach (var (state, health) in from state in Enum.GetValues<SessionState>() from health in Enum.GetValues<SessionHealth>() select (state, health))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(new SessionList([Full with { State = state, Health = health }]), DroverJson.Default.SessionList);

            var read = Assert.Single(SessionListReader.Read(json).Sessions);

            Assert.Equal((state, health), (read.State, read.Health));
        }
    }

    [Fact]
    public void Fields_of_a_newer_daemon_are_passed_over()
    {
        var json = """{"total":1,"sessions":[{"id":"x","mood":{"a":[1,{"b":2}]},"state":"running","health":"none","command":[],"cwd":"/","tags":["a"]}]}"""u8;

        Assert.Equal("x", Assert.Single(SessionListReader.Read(json.ToArray()).Sessions).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"sessions":[{"state":"running"}]}""")]
    [InlineData("""{"sessions":[{"id":"x","state":"dreaming"}]}""")]
    public void What_is_no_list_is_a_json_error(string json) => Assert.ThrowsAny<JsonException>(() => SessionListReader.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_page_of_a_log_reads_as_it_was_written()
    {
        var page = new LogPage
        {
            SessionId = "s",
            Stream = "blended",
            NextSeq = 9,
            Gap = new LogGap(5),
            Partial = new LogPartial { Stdout = "Continue? " },
            Truncated = 2,
            Entries =
            [
                new LogEntry { Seq = 7, Ts = DateTimeOffset.UnixEpoch, Stream = "stdout", Run = 2, Line = "a\tb\u0001", Continued = true },
                new LogEntry { Seq = 8, Ts = DateTimeOffset.UnixEpoch.AddTicks(10), Stream = "system", Run = 2, Line = "", Repeats = 4, SessionId = "s" },
            ],
        };

        var read = LogPageReader.Read(JsonSerializer.SerializeToUtf8Bytes(page, DroverJson.Default.LogPage));

        Assert.Equal(JsonSerializer.Serialize(page, DroverJson.Default.LogPage), JsonSerializer.Serialize(read, DroverJson.Default.LogPage));
    }

    [Fact]
    public void A_merged_page_reads_as_it_was_written()
    {
        var page = new MergedLogPage { Cursor = "c1", Entries = [new LogEntry { Seq = 1, Ts = DateTimeOffset.UnixEpoch, Stream = "stderr", Run = 1, Line = "x", SessionId = "a" }] };

        var read = LogPageReader.ReadMerged(JsonSerializer.SerializeToUtf8Bytes(page, DroverJson.Default.MergedLogPage));

        Assert.Equal(JsonSerializer.Serialize(page, DroverJson.Default.MergedLogPage), JsonSerializer.Serialize(read, DroverJson.Default.MergedLogPage));
    }

    [Fact]
    public void A_record_of_a_stream_is_a_line_a_gap_or_an_error()
    {
        Assert.Equal("hi", LogRecordReader.Read("""{"seq":1,"ts":"2026-01-02T03:04:05.000001Z","stream":"stdout","run":1,"line":"hi"}"""u8).Entry!.Line);
        Assert.Equal(120, LogRecordReader.Read("""{"gap":{"dropped":120}}"""u8).Gap!.Dropped);
        Assert.Equal("log.unreadable", LogRecordReader.Read("""{"error":{"type":"x","details":{"code":"inner"},"code":"log.unreadable","detail":"d"}}"""u8).Error!.Code);
        Assert.Equal(default, LogRecordReader.Read("""{"heartbeat":true}"""u8));
        Assert.ThrowsAny<JsonException>(() => LogRecordReader.Read("7"u8));
    }
}
