using System.Text.Json.Serialization;
using Drover.Contracts.Logs;

namespace Drover.Contracts.Events;

/// <summary>One state change: a record of <c>GET /v1/events</c>.</summary>
public sealed record DroverEvent
{
    /// <summary>Number of the event: rising, kept over daemon restarts.</summary>
    public required long Seq { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Ts { get; init; }

    /// <summary>What, e.g. <c>session.running</c>, <c>session.exited</c>, <c>session.ready</c>, <c>job.exited</c>, <c>log.degraded</c>.</summary>
    public required string Type { get; init; }

    /// <summary>UUID of the session, where it is about one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    /// <summary>Id of the job, where it is about one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? JobId { get; init; }

    /// <summary>Id of the task, where it is about one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }

    /// <summary>Its label.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>Its run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Run { get; init; }

    /// <summary>State after the change.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? State { get; init; }

    /// <summary>Why, in a sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>Exit code, for <c>session.exited</c> and <c>job.exited</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    /// <summary>For <c>gap</c>, a record of streams only: how many events before the next one are not retained any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Dropped { get; init; }
}

/// <summary>Answer of <c>GET /v1/events</c> without <c>follow</c>.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="NextSeq">Cursor for the next call.</param>
public sealed record EventPage(IReadOnlyList<DroverEvent> Events, long NextSeq)
{
    /// <summary>Events between the asked number and the first retained one.</summary>
    public LogGap? Gap { get; init; }
}
