using System.Text.Json;

namespace Drover.Daemon.Features.Tasks.Runners.Claude;

/// <summary>What Drover writes to Claude Code: one JSON object a line.</summary>
internal static class ClaudeFrames
{
    public const string InitializeId = "drover-initialize";

    public const string HookId = "drover-ask";

    /// <summary>Asks to be called before every use of a tool. Without that, rules in somebody's settings decide alone which uses are asked about.</summary>
    public static byte[] Initialize() => AgentJson.Line(writer =>
    {
        writer.WriteString("type", "control_request");
        writer.WriteString("request_id", InitializeId);
        writer.WriteStartObject("request");
        writer.WriteString("subtype", "initialize");
        writer.WriteStartObject("hooks");
        writer.WriteStartArray("PreToolUse");
        writer.WriteStartObject();
        writer.WriteStartArray("hookCallbackIds");
        writer.WriteStringValue(HookId);
        writer.WriteEndArray();
        // A day, in seconds: it is answered at once, unless the daemon is being replaced.
        writer.WriteNumber("timeout", 86_400);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>A question whose answer says only that the agent has read up to it.</summary>
    public static byte[] Ping(string requestId) => AgentJson.Line(writer =>
    {
        writer.WriteString("type", "control_request");
        writer.WriteString("request_id", requestId);
        writer.WriteStartObject("request");
        writer.WriteString("subtype", "mcp_status");
        writer.WriteEndObject();
    });

    public static byte[] User(string text) => AgentJson.Line(writer =>
    {
        writer.WriteString("type", "user");
        writer.WriteStartObject("message");
        writer.WriteString("role", "user");
        writer.WriteString("content", text);
        writer.WriteEndObject();
    });

    /// <summary>The hook's answer: have it asked, or refuse it.</summary>
    public static byte[] BeforeTool(string requestId, string? refusal) => Success(requestId, writer =>
    {
        writer.WriteStartObject("hookSpecificOutput");
        writer.WriteString("hookEventName", "PreToolUse");
        writer.WriteString("permissionDecision", refusal is null ? "ask" : "deny");
        if (refusal is not null)
        {
            writer.WriteString("permissionDecisionReason", refusal);
        }

        writer.WriteEndObject();
    });

    public static byte[] Empty(string requestId) => Success(requestId, _ => { });

    public static byte[] Allow(string requestId, Action<Utf8JsonWriter> updatedInput) => Success(requestId, writer =>
    {
        writer.WriteString("behavior", "allow");
        writer.WritePropertyName("updatedInput");
        updatedInput(writer);
    });

    public static byte[] Deny(string requestId, string message) => Success(requestId, writer =>
    {
        writer.WriteString("behavior", "deny");
        writer.WriteString("message", message);
    });

    public static byte[] Fail(string requestId, string message) => AgentJson.Line(writer =>
    {
        writer.WriteString("type", "control_response");
        writer.WriteStartObject("response");
        writer.WriteString("subtype", "error");
        writer.WriteString("request_id", requestId);
        writer.WriteString("error", message);
        writer.WriteEndObject();
    });

    private static byte[] Success(string requestId, Action<Utf8JsonWriter> response) => AgentJson.Line(writer =>
    {
        writer.WriteString("type", "control_response");
        writer.WriteStartObject("response");
        writer.WriteString("subtype", "success");
        writer.WriteString("request_id", requestId);
        writer.WriteStartObject("response");
        response(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
