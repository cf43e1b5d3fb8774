using System.Text.Json.Nodes;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>What a line of an agent means.</summary>
internal sealed record RunnerEvent
{
    public required RunnerEventCategory Category { get; init; }

    /// <summary>In words, one line or more; bounded by <see cref="EventText.MostCharacters"/>.</summary>
    public required string Text { get; init; }

    /// <summary>Of a session: its id. Of a request and its withdrawal: the request's. Of a tool call and its result: the call's.</summary>
    public string? Id { get; init; }

    /// <summary>Name of the tool that is called or asked for.</summary>
    public string? Tool { get; init; }

    /// <summary>The shell command that the tool is to run, whole.</summary>
    public string? Command { get; init; }

    /// <summary>Files that it is about, as the agent names them.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>More of it by name; bounded.</summary>
    public JsonObject? Metadata { get; init; }
}

/// <summary>Kinds of <see cref="RunnerEvent"/>; <see cref="RunnerWords"/> has their names on the wire.</summary>
internal enum RunnerEventCategory
{
    /// <summary>The agent says something; with <c>thinking</c> in its metadata, to itself.</summary>
    Message,

    /// <summary>It uses a tool.</summary>
    ToolCall,

    /// <summary>What the tool gave.</summary>
    ToolResult,

    /// <summary>It changed files.</summary>
    FileChange,

    /// <summary>It asks whether it may; it waits for <see cref="IRunnerDialogue.Answer"/>.</summary>
    ApprovalRequest,

    /// <summary>It does not wait for that any more.</summary>
    ApprovalWithdrawn,

    /// <summary>What has been used so far.</summary>
    Usage,

    /// <summary>A turn ended, well or not.</summary>
    Result,

    /// <summary>Its own id of the conversation is known.</summary>
    Session,

    /// <summary>Something went wrong, not always for good.</summary>
    Error,

    /// <summary>It seems to wait for a person.</summary>
    NeedsInput,

    /// <summary>Something that this version does not know; the line is in the log as it was.</summary>
    Unknown,
}

/// <summary>Categories as they are written into <c>metadata.category</c>.</summary>
internal static class RunnerWords
{
    public static string Of(RunnerEventCategory category) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(category.ToString());
}
