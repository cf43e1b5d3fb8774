using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Tasks;

/// <summary>Body of <c>POST /tasks/{id}/worktree/merge</c>.</summary>
public sealed record MergeTaskRequest
{
    /// <summary>How; by default <see cref="MergeMode.Apply"/>.</summary>
    public MergeMode? Mode { get; init; }

    /// <summary>Message of the commit; by default the task's title.</summary>
    public string? Message { get; init; }

    /// <summary>Merge only when this is still the newest commit of the work: what was reviewed is what is merged.</summary>
    public string? ExpectedHead { get; init; }

    /// <summary>Clean the worktree up afterwards.</summary>
    public bool? DeleteAfter { get; init; }
}

/// <summary>What a merge leaves in the target.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MergeMode>))]
public enum MergeMode
{
    /// <summary>Uncommitted changes in its tree; no commit.</summary>
    Apply,

    /// <summary>One commit with all of it.</summary>
    Squash,

    /// <summary>A merge commit, with the commits of the work behind it.</summary>
    Merge,
}

/// <summary>Body of <c>POST /tasks/{id}/worktree/update</c>.</summary>
public sealed record UpdateTaskRequest
{
    /// <summary>How; by default <see cref="UpdateMode.Rebase"/>.</summary>
    public UpdateMode? Mode { get; init; }
}

/// <summary>How work gets onto the moved base.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<UpdateMode>))]
public enum UpdateMode
{
    /// <summary>Its commits are made again on top of the base.</summary>
    Rebase,

    /// <summary>The base is merged into it.</summary>
    Merge,
}

/// <summary>Body of <c>POST /tasks/{id}/push</c>.</summary>
public sealed record PushTaskRequest
{
    /// <summary>Name of a remote of the repository; by default <c>origin</c>.</summary>
    public string? Remote { get; init; }

    /// <summary>Name of the branch there; by default that of the work.</summary>
    public string? Branch { get; init; }
}
