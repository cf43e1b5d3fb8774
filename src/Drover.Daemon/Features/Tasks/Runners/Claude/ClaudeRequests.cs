using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Runners.Claude;

/// <summary>What the agent asks over its control protocol, and the answers. What is not understood is refused, so that nothing is allowed by mistake and nothing waits for ever.</summary>
internal sealed class ClaudeRequests(IReadOnlyList<string> allowedMcpTools)
{
    private const string QuestionTool = "AskUserQuestion";

    private readonly Dictionary<string, (string Tool, JsonElement Input)> _pending = new(StringComparer.Ordinal);

    public DialogueStep Asked(JsonElement line)
    {
        if (line.Text("request_id") is not { } id || line.Child("request") is not { } request)
        {
            return AgentLines.Unknown("control_request");
        }

        switch (request.Text("subtype"))
        {
            case "hook_callback" when request.Text("callback_id") == ClaudeFrames.HookId:
                var refusal = Refusal((request.Child("input") ?? default).Text("tool_name"));
                return DialogueStep.Write(ClaudeFrames.BeforeTool(id, refusal));
            case "hook_callback":
                return DialogueStep.Write(ClaudeFrames.Empty(id));
            case "can_use_tool":
                return MayUse(id, request);
            case var other:
                return new DialogueStep(AgentLines.Unknown($"control_request: {other}").Events, [ClaudeFrames.Fail(id, "Drover does not know this request.")]);
        }
    }

    public DialogueStep Cancelled(JsonElement line) =>
        line.Text("request_id") is { } id && _pending.Remove(id, out var request)
            ? DialogueStep.Of(new RunnerEvent { Category = RunnerEventCategory.ApprovalWithdrawn, Text = $"{request.Tool} is not asked for any more", Id = id, Tool = request.Tool })
            : DialogueStep.Nothing;

    public byte[]? Answer(string id, ApprovalDecision decision, string? message)
    {
        if (!_pending.Remove(id, out var request))
        {
            return null;
        }

        return decision == ApprovalDecision.Deny
            ? ClaudeFrames.Deny(id, message ?? "The person who was asked has refused this.")
            : ClaudeFrames.Allow(id, writer => WriteInput(writer, request.Tool, request.Input, message));
    }

    /// <summary>Tools of MCP servers that the start event names although the task does not allow them.</summary>
    public RunnerEvent? Foreign(JsonElement init)
    {
        if (allowedMcpTools.Count == 0)
        {
            return null;
        }

        var foreign = init.Items("tools").Select(tool => tool.Whole()).Where(tool => Refusal(tool) is not null).ToList();
        return foreign.Count == 0 ? null : new RunnerEvent
        {
            Category = RunnerEventCategory.Error,
            Text = EventText.Bounded($"The agent has MCP tools that this task does not allow; their use is refused: {string.Join(", ", foreign)}", 1_000),
            Metadata = new JsonObject { ["fatal"] = false },
        };
    }

    private DialogueStep MayUse(string id, JsonElement request)
    {
        var tool = request.Text("tool_name") ?? "tool";
        if (Refusal(tool) is { } refusal)
        {
            return new DialogueStep([new RunnerEvent { Category = RunnerEventCategory.Error, Text = refusal, Tool = tool }], [ClaudeFrames.Deny(id, refusal)]);
        }

        var input = request.Child("input") ?? default;
        _pending[id] = (tool, input.ValueKind == JsonValueKind.Undefined ? default : input.Clone());
        var use = ClaudeTool.Of(tool, input);
        return DialogueStep.Of(new RunnerEvent
        {
            Category = RunnerEventCategory.ApprovalRequest,
            Text = use.Text,
            Id = id,
            Tool = tool,
            Command = use.Command,
            Paths = use.Paths,
            Metadata = new JsonObject
            {
                ["tool_use_id"] = request.Text("tool_use_id"),
                ["input"] = request.Child("input").Bounded(),
                ["reason"] = request.Text("decision_reason"),
                ["blocked_path"] = request.Text("blocked_path"),
            },
        });
    }

    private string? Refusal(string? tool) =>
        allowedMcpTools.Count > 0 && tool is not null && tool.StartsWith("mcp__", StringComparison.Ordinal) && !allowedMcpTools.Any(allowed => Covers(allowed, tool))
            ? $"{tool} is not among the MCP tools that this task may use."
            : null;

    // mcp__server__tool or server.tool for one, mcp__server or server for all of a server.
    private static bool Covers(string allowed, string tool)
    {
        var name = allowed.StartsWith("mcp__", StringComparison.Ordinal) ? allowed : "mcp__" + allowed.Replace(".", "__", StringComparison.Ordinal);
        name = name.EndsWith("__*", StringComparison.Ordinal) ? name[..^3] : name;
        return tool == name || tool.StartsWith(name + "__", StringComparison.Ordinal);
    }

    // What a person says to a question is the answer to each of it; otherwise the tool gets what it was to get.
    private static void WriteInput(Utf8JsonWriter writer, string tool, JsonElement input, string? message)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
            return;
        }

        if (tool != QuestionTool || message is null)
        {
            input.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var property in input.EnumerateObject().Where(property => property.Name != "answers"))
        {
            property.WriteTo(writer);
        }

        writer.WriteStartObject("answers");
        foreach (var question in input.Items("questions").Select(question => question.Text("question")).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            writer.WriteString(question, message);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
