using System.Text.Json;
using Drover.Contracts.Jobs;

namespace Drover.Contracts.Client;

/// <summary>Writes <see cref="JobRequest"/> by hand, as <see cref="SessionSpecWriter"/> does and for the same reason. A test compares it with the generated serializer.</summary>
internal static class JobRequestWriter
{
    internal static ReadOnlyMemory<byte> Write(JobRequest request)
    {
        using var stream = new MemoryStream(4096);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Text(json, "cmd", request.Cmd);
            Text(json, "cwd", request.Cwd);
            if (request.Timeout is { } timeout)
            {
                json.WriteNumber("timeout", timeout);
            }

            Variables(json, "env", request.Env);
            Text(json, "base_env", request.BaseEnv?.Name);
            Variables(json, "base_env", request.BaseEnv?.Variables);
            Text(json, "stdin", request.Stdin);
            Text(json, "on_disconnect", request.OnDisconnect switch { DisconnectPolicy.Continue => "continue", DisconnectPolicy.Cancel => "cancel", _ => null });
            json.WriteEndObject();
        }

        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Variables(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string>? variables)
    {
        if (variables is null)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (variable, value) in variables)
        {
            json.WriteString(variable, value);
        }

        json.WriteEndObject();
    }
}
