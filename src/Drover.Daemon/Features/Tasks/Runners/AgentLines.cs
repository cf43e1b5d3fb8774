using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>What agents that print one JSON object a line have in common: long lines put together, plain lines let be, the last complaint on stderr remembered.</summary>
internal sealed class AgentLines
{
    private readonly LineJoiner _joiner = new();

    /// <summary>The last line of stderr that says something: why an agent ended that gave no result.</summary>
    public string? Complaint { get; private set; }

    public DialogueStep Take(LogStream stream, ReadOnlySpan<byte> line, bool continued, Func<JsonElement, DialogueStep> read)
    {
        if (stream == LogStream.System || _joiner.Take(stream, line, continued) is not { } text)
        {
            return DialogueStep.Nothing;
        }

        if (stream == LogStream.Stderr)
        {
            Complaint = string.IsNullOrWhiteSpace(text) ? Complaint : EventText.Bounded(text.Trim(), 500);
            return DialogueStep.Nothing;
        }

        using var json = AgentJson.Read(text);
        if (json is not null)
        {
            return read(json.RootElement);
        }

        return text.AsSpan().TrimStart().StartsWith("{")
            ? DialogueStep.Of(new RunnerEvent { Category = RunnerEventCategory.Unknown, Text = "A line that is not the JSON it begins as" })
            : DialogueStep.Nothing;
    }

    public static DialogueStep Unknown(string? type) => DialogueStep.Of(new RunnerEvent
    {
        Category = RunnerEventCategory.Unknown,
        Text = EventText.Bounded(type ?? "An object without a type", 200),
        Metadata = new JsonObject { ["type"] = EventText.Bounded(type, 200) },
    });

    /// <summary>The sentence about a process that ended without its result.</summary>
    public string WithoutResult(Supervision.Supervisor.ProcessExit exit) =>
        $"The agent {Endings.Of(exit)} without a result{(Complaint is { } complaint ? $": {complaint}" : ".")}";
}
