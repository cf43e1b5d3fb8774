using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;

namespace Drover.Contracts.Client;

/// <summary>
/// Writes <see cref="SessionSpec"/> and reads <see cref="SessionCreated"/> by hand: <c>drover serve</c> would spend 100 ms on compiling the generated
/// serializer. A test compares both on every field.
/// </summary>
internal static class SessionSpecWriter
{
    internal static ReadOnlyMemory<byte> Write(SessionSpec spec)
    {
        using var stream = new MemoryStream(4096);
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, spec);
        }

        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    internal static SessionCreated ReadCreated(ReadOnlyMemory<byte> answer)
    {
        var reader = new Utf8JsonReader(answer.Span);
        string? id = null, label = null;
        SessionState? state = null;
        WaitResult? wait = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) { reader.Read(); id = reader.GetString(); }
            else if (reader.ValueTextEquals("label"u8)) { reader.Read(); label = reader.GetString(); }
            else if (reader.ValueTextEquals("state"u8)) { reader.Read(); state = SessionListReader.State(reader.GetString()); }
            else if (reader.ValueTextEquals("wait"u8)) { reader.Read(); wait = JsonSerializer.Deserialize(ref reader, DroverClient.Lenient.Value.WaitResult); }
            else { reader.Read(); reader.Skip(); }
        }

        return new SessionCreated
        {
            Id = id ?? throw new JsonException("The answer has no id."),
            State = state ?? throw new JsonException("The answer has no state."),
            Label = label,
            Wait = wait,
        };
    }

    private static void Write(Utf8JsonWriter json, SessionSpec spec)
    {
        json.WriteStartObject();
        Texts(json, "command", spec.Command);
        Text(json, "shell", spec.Shell);
        Text(json, "cwd", spec.Cwd);
        if (spec.Env is not null)
        {
            json.WritePropertyName("env");
            Variables(json, spec.Env);
        }

        if (spec.BaseEnv is { } environment)
        {
            json.WritePropertyName("base_env");
            if (environment.Variables is { } variables)
            {
                Variables(json, variables);
            }
            else
            {
                json.WriteStringValue(environment.Name);
            }
        }

        Text(json, "env_file", spec.EnvFile);
        Text(json, "label", spec.Label);
        Texts(json, "watch", spec.Watch);
        Number(json, "debounce_ms", spec.DebounceMs);
        Texts(json, "ignore", spec.Ignore);
        Texts(json, "ext", spec.Ext);
        if (spec.Restart is { } restart)
        {
            json.WriteStartObject("restart");
            Text(json, "policy", restart.Policy switch { RestartPolicyKind.Never => "never", RestartPolicyKind.OnFailure => "on-failure", RestartPolicyKind.Always => "always", _ => null });
            Number(json, "max", restart.Max);
            Number(json, "window_ms", restart.WindowMs);
            Number(json, "backoff_ms", restart.BackoffMs);
            Number(json, "max_backoff_ms", restart.MaxBackoffMs);
            json.WriteEndObject();
        }

        Probe(json, "ready", spec.Ready);
        Probe(json, "live", spec.Live);
        if (spec.Stop is { } stop)
        {
            json.WriteStartObject("stop");
            Text(json, "signal", stop.Signal);
            Number(json, "grace_ms", stop.GraceMs);
            json.WriteEndObject();
        }

        Text(json, "stdin", spec.Stdin switch { StdinKind.Hold => "hold", StdinKind.Null => "null", _ => null });
        if (spec.Port is { } port)
        {
            Text(json, "port", port.Number is null ? "auto" : null);
            Number(json, "port", port.Number);
        }

        if (spec.DependsOn is { } others)
        {
            json.WritePropertyName("depends_on");
            others.Write(json);
        }

        Flag(json, "pty", spec.Pty);
        Flag(json, "merge", spec.Merge);
        if (spec.Limits is { } limits)
        {
            json.WriteStartObject("limits");
            Number(json, "memory_bytes", limits.MemoryBytes);
            Number(json, "cpu_percent", limits.CpuPercent);
            json.WriteEndObject();
        }

        if (spec.Project is { } project)
        {
            json.WriteStartObject("project");
            Text(json, "folder", project.Folder);
            Text(json, "process", project.Process);
            Flag(json, "once", project.Once);
            json.WriteEndObject();
        }

        if (spec.Wait is { } wait)
        {
            json.WritePropertyName("wait");
            JsonSerializer.Serialize(json, wait, DroverJson.Default.WaitRequest);
        }

        json.WriteEndObject();
    }

    private static void Probe(Utf8JsonWriter json, string name, ProbeSpec? probe)
    {
        if (probe is null)
        {
            return;
        }

        json.WriteStartObject(name);
        Text(json, "log", probe.Log);
        if (probe.Port is { } port)
        {
            Number(json, "port", port.Number);
            Flag(json, "port", port.Number is null ? true : null);
        }

        Text(json, "http", probe.Http);
        Texts(json, "exec", probe.Exec);
        Number(json, "after_ms", probe.AfterMs);
        Number(json, "timeout_ms", probe.TimeoutMs);
        Number(json, "interval_ms", probe.IntervalMs);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string>? values)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Variables(Utf8JsonWriter json, IReadOnlyDictionary<string, string> variables)
    {
        json.WriteStartObject();
        foreach (var (name, value) in variables)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
