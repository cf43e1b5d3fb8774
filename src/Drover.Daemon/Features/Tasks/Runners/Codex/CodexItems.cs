using System.Text.Json;
using System.Text.Json.Nodes;

namespace Drover.Daemon.Features.Tasks.Runners.Codex;

/// <summary>The items of a turn of Codex: what it says and does.</summary>
internal sealed class CodexItems
{
    private const string CommandTool = "shell";

    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    /// <summary>The last that it said.</summary>
    public string? LastMessage { get; private set; }

    /// <summary>Tools it has used.</summary>
    public long Calls { get; private set; }

    public IReadOnlyList<RunnerEvent> Started(JsonElement item) => item.Text("type") switch
    {
        "command_execution" or "mcp_tool_call" or "collab_tool_call" or "web_search" => [Call(item)],
        "todo_list" => [Plan(item)],
        _ => [],
    };

    public static IReadOnlyList<RunnerEvent> Updated(JsonElement item) => item.Text("type") == "todo_list" ? [Plan(item)] : [];

    public IReadOnlyList<RunnerEvent> Completed(JsonElement item)
    {
        switch (item.Text("type"))
        {
            case "agent_message":
                LastMessage = EventText.Bounded(item.Text("text"));
                return [new RunnerEvent { Category = RunnerEventCategory.Message, Text = LastMessage }];
            case "reasoning":
                return [new RunnerEvent { Category = RunnerEventCategory.Message, Text = EventText.Bounded(item.Text("text")), Metadata = new JsonObject { ["thinking"] = true } }];
            case "command_execution" or "mcp_tool_call" or "collab_tool_call" or "web_search":
                return item.Text("id") is { } id && _called.Remove(id) ? [Result(item)] : [Call(item), Result(item)];
            case "file_change":
                return [FileChange(item)];
            case "todo_list":
                return [Plan(item)];
            case "error":
                return [new RunnerEvent { Category = RunnerEventCategory.Error, Text = EventText.Bounded(item.Text("message")), Metadata = new JsonObject { ["fatal"] = false } }];
            case var other:
                return AgentLines.Unknown(other is null ? null : $"item: {other}").Events;
        }
    }

    private RunnerEvent Call(JsonElement item)
    {
        Calls++;
        if (item.Text("id") is { } id)
        {
            _called.Add(id);
        }

        var command = item.Text("command");
        return new RunnerEvent
        {
            Category = RunnerEventCategory.ToolCall,
            Text = EventText.Bounded(command ?? item.Text("query") ?? item.Text("prompt") ?? ToolOf(item)),
            Id = item.Text("id"),
            Tool = ToolOf(item),
            Command = command,
            Metadata = item.Child("arguments") is { } arguments ? new JsonObject { ["arguments"] = ((JsonElement?)arguments).Bounded() } : null,
        };
    }

    private static RunnerEvent Result(JsonElement item)
    {
        var status = item.Text("status");
        var error = item.Child("error")?.Text("message");
        var text = item.Text("aggregated_output") ?? error ?? string.Join('\n', (item.Child("result") ?? default).Items("content").Select(content => content.Text("text")).OfType<string>());
        var metadata = new JsonObject { ["status"] = status };
        if (item.Child("exit_code") is { ValueKind: JsonValueKind.Number })
        {
            metadata["exit_code"] = item.Number("exit_code");
        }

        return new RunnerEvent
        {
            Category = RunnerEventCategory.ToolResult,
            Text = EventText.Bounded(text.Length > 0 ? text : status ?? "done"),
            Id = item.Text("id"),
            Tool = ToolOf(item),
            Metadata = metadata,
        };
    }

    private RunnerEvent FileChange(JsonElement item)
    {
        Calls++;
        var changes = item.Items("changes").Select(change => (Path: change.Text("path") ?? "", Kind: change.Text("kind") ?? "update")).Where(change => change.Path.Length > 0).ToList();
        return new RunnerEvent
        {
            Category = RunnerEventCategory.FileChange,
            Text = EventText.Bounded(string.Join(", ", changes.Select(change => $"{change.Kind} {change.Path}"))),
            Id = item.Text("id"),
            Paths = [.. changes.Select(change => change.Path)],
            Metadata = new JsonObject { ["status"] = item.Text("status") },
        };
    }

    private static RunnerEvent Plan(JsonElement item) => new()
    {
        Category = RunnerEventCategory.Message,
        Text = EventText.Bounded(string.Join('\n', item.Items("items").Select(step => $"[{(step.Flag("completed") ? 'x' : ' ')}] {step.Text("text")}"))),
        Metadata = new JsonObject { ["plan"] = true },
    };

    private static string ToolOf(JsonElement item) => item.Text("type") switch
    {
        "command_execution" => CommandTool,
        "mcp_tool_call" => $"mcp__{item.Text("server")}__{item.Text("tool")}",
        "collab_tool_call" => item.Text("tool") ?? "agents",
        var type => type ?? "tool",
    };
}
