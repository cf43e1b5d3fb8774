using System.Text.Json;
using System.Text.Json.Nodes;

namespace Drover.Daemon.Features.Tasks.Runners.Claude;

/// <summary>What the agent says and does, and what its tools give.</summary>
internal sealed class ClaudeMessages
{
    // Only uses without a result are kept; so many at once nobody has.
    private const int MostOpenCalls = 10_000;

    private readonly Dictionary<string, (string Tool, IReadOnlyList<string> Paths)> _open = new(StringComparer.Ordinal);

    /// <summary>The last that it said.</summary>
    public string? Last { get; private set; }

    /// <summary>The kind of failure that its last message told of.</summary>
    public string? Failure { get; private set; }

    /// <summary>Tools it has used.</summary>
    public long Calls { get; private set; }

    public IReadOnlyList<RunnerEvent> Assistant(JsonElement line)
    {
        var parent = line.Text("parent_tool_use_id");
        Failure = line.Text("error");
        List<RunnerEvent> events = [.. Blocks(line).Select(block => Block(block, parent)).OfType<RunnerEvent>()];
        if (Failure is { } failure)
        {
            events.Add(new RunnerEvent { Category = RunnerEventCategory.Error, Text = EventText.Bounded($"{failure}: {Last}", 1_000), Metadata = new JsonObject { ["error"] = failure } });
        }

        return events;
    }

    public IReadOnlyList<RunnerEvent> User(JsonElement line) => [.. Blocks(line).Where(block => block.Text("type") == "tool_result").SelectMany(ToolResult)];

    public static IReadOnlyList<RunnerEvent> RateLimit(JsonElement line)
    {
        var limit = line.Child("rate_limit_info") ?? default;
        return limit.Text("status") is null or "allowed" ? [] :
        [
            new RunnerEvent
            {
                Category = RunnerEventCategory.Error,
                Text = $"Rate limit ({limit.Text("rateLimitType") ?? "unnamed"}): {limit.Text("status")}",
                Metadata = new JsonObject { ["fatal"] = false, ["rate_limit"] = ((JsonElement?)limit).Bounded() },
            },
        ];
    }

    /// <summary>Events of the agent's own running; null for a kind that is not known.</summary>
    public static IReadOnlyList<RunnerEvent>? System(string? subtype, JsonElement line) => subtype switch
    {
        "hook_started" or "hook_progress" or "hook_response" or "status" or "session_state_changed" or "task_progress" or "task_updated" or "background_tasks_changed" => [],
        "task_started" => [Note(line.Text("description") ?? "A task in the background", subtype, line)],
        "task_notification" => [Note(line.Text("summary") ?? $"The task in the background is {line.Text("status")}", subtype, line)],
        "compact_boundary" => [Note("The conversation was shortened to fit the model", subtype, line)],
        "api_retry" => [Note("The model did not answer; trying again", subtype, line)],
        _ => null,
    };

    private static RunnerEvent Note(string text, string subtype, JsonElement line) => new()
    {
        Category = RunnerEventCategory.Message,
        Text = EventText.Bounded(text, 1_000),
        Metadata = new JsonObject { ["note"] = subtype, ["task_id"] = line.Text("task_id"), ["status"] = line.Text("status") },
    };

    private static IEnumerable<JsonElement> Blocks(JsonElement line)
    {
        var message = line.Child("message") ?? default;
        return message.Child("content") is { ValueKind: JsonValueKind.Array } blocks ? blocks.EnumerateArray().Where(block => block.ValueKind == JsonValueKind.Object) : [];
    }

    private RunnerEvent? Block(JsonElement block, string? parent)
    {
        switch (block.Text("type"))
        {
            case "text" when block.Text("text") is { Length: > 0 } text:
                Last = EventText.Bounded(text);
                return new RunnerEvent { Category = RunnerEventCategory.Message, Text = Last, Metadata = Parent(parent) };
            case "thinking" when block.Text("thinking") is { Length: > 0 } thought:
                return new RunnerEvent { Category = RunnerEventCategory.Message, Text = EventText.Bounded(thought), Metadata = new JsonObject { ["thinking"] = true } };
            case "tool_use" or "server_tool_use":
                return Call(block, parent);
            default:
                return null;
        }
    }

    private RunnerEvent Call(JsonElement block, string? parent)
    {
        Calls++;
        var tool = block.Text("name") ?? "tool";
        var use = ClaudeTool.Of(tool, block.Child("input") ?? default);
        if (block.Text("id") is { } id && _open.Count < MostOpenCalls)
        {
            _open[id] = (tool, use.Paths);
        }

        var metadata = Parent(parent) ?? [];
        metadata["input"] = block.Child("input").Bounded();
        return new RunnerEvent { Category = RunnerEventCategory.ToolCall, Text = use.Text, Id = block.Text("id"), Tool = tool, Command = use.Command, Paths = use.Paths, Metadata = metadata };
    }

    private IEnumerable<RunnerEvent> ToolResult(JsonElement block)
    {
        var id = block.Text("tool_use_id") ?? "";
        _open.Remove(id, out var call);
        var failed = block.Flag("is_error");
        yield return new RunnerEvent
        {
            Category = RunnerEventCategory.ToolResult,
            Text = EventText.Bounded(TextOf(block)),
            Id = id,
            Tool = call.Tool,
            Metadata = new JsonObject { ["is_error"] = failed },
        };
        if (!failed && call.Tool is { } tool && ClaudeTool.Writes(tool) && call.Paths.Count > 0)
        {
            yield return new RunnerEvent { Category = RunnerEventCategory.FileChange, Text = $"{tool} {call.Paths[0]}", Id = id, Tool = tool, Paths = call.Paths };
        }
    }

    private static string TextOf(JsonElement block) => block.Child("content") switch
    {
        null => "",
        { ValueKind: JsonValueKind.Array } parts => string.Join('\n', parts.EnumerateArray().Select(part => part.Text("text") ?? $"[{part.Text("type")}]")),
        { } text => text.Whole(),
    };

    private static JsonObject? Parent(string? id) => id is null ? null : new JsonObject { ["parent_tool_use_id"] = id };
}
