using System.Text.Json;

namespace Drover.Contracts.Tasks;

/// <summary>Something that happened with a task: a line its agent printed, or a step in its life.</summary>
public sealed record TaskEvent
{
    /// <summary>Its number within the task; what a follower gives to go on behind it.</summary>
    public required long Seq { get; init; }

    /// <summary>Its id: the task's and its number.</summary>
    public required string Id { get; init; }

    /// <summary>The task.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>The attempt; null for what happened before the first.</summary>
    public string? AttemptId { get; init; }

    /// <summary>What it is.</summary>
    public required TaskEventKind Kind { get; init; }

    /// <summary>In words, or the line; without secrets unless the task may have them.</summary>
    public required string Message { get; init; }

    /// <summary>More of it; <c>category</c> says what an agent's own event is: message, tool_call, file_change, approval_request, usage, result.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
