using System.Text.Json.Serialization;

namespace Drover.Contracts.Jobs;

/// <summary>A job: a command that runs once.</summary>
public sealed record Job
{
    /// <summary>Its id, <c>j_…</c>.</summary>
    public required string JobId { get; init; }

    /// <summary>The command as it was given.</summary>
    public required string Cmd { get; init; }

    /// <summary>Working directory relative to <see cref="Workspace"/>; <c>.</c> for the workspace itself.</summary>
    public required string Cwd { get; init; }

    /// <summary>Folder of its workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>When it was started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its process, which leads a process group of its own; null before there is one.</summary>
    public int? Pid { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobState State { get; init; }

    /// <summary>Why it ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobReason? Reason { get; init; }

    /// <summary>Exit code; 128 + the signal when a signal ended it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    /// <summary>Name of the signal that ended it, e.g. <c>SIGTERM</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Signal { get; init; }

    /// <summary>How long it ran, in milliseconds, once it has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? DurationMs { get; init; }

    /// <summary>Seconds it may run.</summary>
    public required double Timeout { get; init; }

    /// <summary>Ports it was given for <c>$FREE_PORT</c>.</summary>
    public required IReadOnlyList<int> Ports { get; init; }
}

/// <summary>Answer of <c>POST /api/shell/cancel/{id}</c>.</summary>
/// <param name="JobId">The job.</param>
/// <param name="State">Its state: cancelling until nothing of it is left.</param>
public sealed record JobCancelled(string JobId, JobState State);

/// <summary>A row of <c>GET /api/shell/recent</c>: a command to run again.</summary>
public sealed record RecentCommand
{
    /// <summary>The command; what looks like a secret in it is <c>***</c>.</summary>
    public required string Cmd { get; init; }

    /// <summary>Working directory relative to the workspace.</summary>
    public required string Cwd { get; init; }

    /// <summary>Exit code of the last time; null while it runs.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When it ran last.</summary>
    public required DateTimeOffset RanAt { get; init; }

    /// <summary>The job of the last time; it may have been removed since.</summary>
    public required string JobId { get; init; }
}
