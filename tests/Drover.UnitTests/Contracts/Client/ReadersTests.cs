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
        TermSignal = 9,
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
    public void A_spec_is_written_as_the_generated_serializer_does()
    {
        var probe = new ProbeSpec { Log = "up", Port = new ProbePort(80), Http = "http://x/", Exec = ["a", "b"], AfterMs = 1, TimeoutMs = 2, IntervalMs = 3 };
        var full = new SessionSpec
        {
            Command = ["node", "a b \"c\".js"],
            Shell = "a | b",
            Cwd = "/tmp/ü",
            Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "1", ["b.c"] = "" },
            BaseEnv = BaseEnvironment.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/bin" }),
            EnvFile = "/e",
            Label = "web",
            Watch = ["/w"],
            DebounceMs = 0,
            Ignore = [],
            Ext = ["ts"],
            Restart = new RestartSpec { Policy = RestartPolicyKind.OnFailure, Max = 1, WindowMs = 2, BackoffMs = 3, MaxBackoffMs = 4 },
            Ready = probe,
            Live = probe with { Port = new ProbePort(null) },
            Stop = new StopSpec { Signal = "INT", GraceMs = 5 },
            Stdin = StdinKind.Null,
            Port = SessionPort.Auto,
            DependsOn = ["db"],
            Project = new SessionProject { Folder = "/shop", Process = "api", Once = true },
            Pty = true,
            Merge = false,
            Limits = new LimitsSpec { MemoryBytes = 1L << 40, CpuPercent = 50 },
            Wait = new WaitRequest { For = WaitFor.Output, Pattern = "x" },
        };
        Assert.All(typeof(SessionSpec).GetProperties(), property => Assert.NotNull(property.GetValue(full)));

        foreach (var spec in (SessionSpec[])[full, new SessionSpec(), full with { BaseEnv = BaseEnvironment.None, Port = new SessionPort(4000), DependsOn = ["db", new Dependency("migrate", DependencyCondition.ExitedOk)], Restart = new RestartSpec { Policy = RestartPolicyKind.Always } }])
        {
            Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(spec, DroverJson.Default.SessionSpec), SessionSpecWriter.Write(spec).ToArray());
        }
    }

    [Fact]
    public void A_created_session_reads_as_it_was_written()
    {
        var created = new SessionCreated { Id = "x", State = SessionState.Running, Label = "web", Wait = new WaitResult { Outcome = WaitOutcome.Ready, State = SessionState.Running, Reason = "ready" } };

        var read = SessionSpecWriter.ReadCreated(JsonSerializer.SerializeToUtf8Bytes(created, DroverJson.Default.SessionCreated));

        Assert.Equal(JsonSerializer.Serialize(created, DroverJson.Default.SessionCreated), JsonSerializer.Serialize(read, DroverJson.Default.SessionCreated));
        Assert.Null(SessionSpecWriter.ReadCreated("""{"id":"x","state":"starting","label":null}"""u8.ToArray()).Wait);
    }

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
