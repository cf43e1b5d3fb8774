using System.Text.Json;
using Drover.Contracts.Sessions;

namespace Drover.Contracts.Client;

/// <summary>
/// Reads <see cref="SessionList"/> by hand: <c>drover ls</c> is typed all day long, and the generated serializer costs it 50 ms of compiling.
/// A test compares both on every field.
/// </summary>
internal static class SessionListReader
{
    internal static SessionList Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        var sessions = new List<SessionSummary>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("sessions"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    sessions.Add(Summary(ref reader));
                }

                return new SessionList(sessions);
            }
        }

        throw new JsonException("The answer has no \"sessions\".");
    }

    private static SessionSummary Summary(ref Utf8JsonReader reader)
    {
        string? id = null, label = null, reason = null, cwd = null;
        var (state, health) = (SessionState.Lost, SessionHealth.None);
        List<string> command = [];
        List<int> ports = [];
        int? pid = null, exitCode = null, termSignal = null;
        DateTimeOffset? startedAt = null;
        long uptimeMs = 0;
        var restartCount = 0;
        double? cpu = null;
        long? memory = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) { reader.Read(); id = reader.GetString(); }
            else if (reader.ValueTextEquals("label"u8)) { reader.Read(); label = reader.GetString(); }
            else if (reader.ValueTextEquals("state"u8)) { reader.Read(); state = State(reader.GetString()); }
            else if (reader.ValueTextEquals("reason"u8)) { reader.Read(); reason = reader.GetString(); }
            else if (reader.ValueTextEquals("health"u8)) { reader.Read(); health = Health(reader.GetString()); }
            else if (reader.ValueTextEquals("command"u8)) { reader.Read(); while (reader.Read() && reader.TokenType == JsonTokenType.String) { command.Add(reader.GetString()!); } }
            else if (reader.ValueTextEquals("cwd"u8)) { reader.Read(); cwd = reader.GetString(); }
            else if (reader.ValueTextEquals("pid"u8)) { reader.Read(); pid = IsNull(ref reader) ? null : reader.GetInt32(); }
            else if (reader.ValueTextEquals("ports"u8)) { reader.Read(); while (reader.Read() && reader.TokenType == JsonTokenType.Number) { ports.Add(reader.GetInt32()); } }
            else if (reader.ValueTextEquals("started_at"u8)) { reader.Read(); startedAt = IsNull(ref reader) ? null : reader.GetDateTimeOffset(); }
            else if (reader.ValueTextEquals("uptime_ms"u8)) { reader.Read(); uptimeMs = reader.GetInt64(); }
            else if (reader.ValueTextEquals("restart_count"u8)) { reader.Read(); restartCount = reader.GetInt32(); }
            else if (reader.ValueTextEquals("cpu_percent"u8)) { reader.Read(); cpu = IsNull(ref reader) ? null : reader.GetDouble(); }
            else if (reader.ValueTextEquals("memory_bytes"u8)) { reader.Read(); memory = IsNull(ref reader) ? null : reader.GetInt64(); }
            else if (reader.ValueTextEquals("exit_code"u8)) { reader.Read(); exitCode = IsNull(ref reader) ? null : reader.GetInt32(); }
            else if (reader.ValueTextEquals("term_signal"u8)) { reader.Read(); termSignal = IsNull(ref reader) ? null : reader.GetInt32(); }
            else { reader.Read(); reader.Skip(); }
        }

        return new SessionSummary
        {
            Id = id ?? throw new JsonException("A session has no id."),
            Label = label,
            State = state,
            Reason = reason,
            Health = health,
            Command = command,
            Cwd = cwd ?? "",
            Pid = pid,
            Ports = ports,
            StartedAt = startedAt,
            UptimeMs = uptimeMs,
            RestartCount = restartCount,
            CpuPercent = cpu,
            MemoryBytes = memory,
            ExitCode = exitCode,
            TermSignal = termSignal,
        };
    }

    private static bool IsNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    internal static SessionState State(string? word) => word switch
    {
        "starting" => SessionState.Starting,
        "running" => SessionState.Running,
        "stopping" => SessionState.Stopping,
        "backoff" => SessionState.Backoff,
        "exited" => SessionState.Exited,
        "failed" => SessionState.Failed,
        "lost" => SessionState.Lost,
        _ => throw new JsonException($"\"{word}\" is not a state."),
    };

    private static SessionHealth Health(string? word) => word switch
    {
        "none" or null => SessionHealth.None,
        "waiting" => SessionHealth.Waiting,
        "ready" => SessionHealth.Ready,
        "unhealthy" => SessionHealth.Unhealthy,
        _ => throw new JsonException($"\"{word}\" is not a health."),
    };
}
