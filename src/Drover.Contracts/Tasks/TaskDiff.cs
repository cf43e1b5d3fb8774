using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Tasks;

/// <summary>What a task has changed: from the commit it began with to what it left.</summary>
public sealed record TaskDiff
{
    /// <summary>The task.</summary>
    public required string TaskId { get; init; }

    /// <summary>Whether it has a worktree of its own.</summary>
    public required bool Isolated { get; init; }

    /// <summary>The worktree's folder; null when the task works in place or its worktree was cleaned up.</summary>
    public string? WorktreePath { get; init; }

    /// <summary>The commit it began with; null outside git.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>The newest commit of the work; to be sent back as <c>expected_head</c>. Null outside git.</summary>
    public string? HeadCommit { get; init; }

    /// <summary>Whether the branch it came from has other commits by now.</summary>
    public required bool BaseMoved { get; init; }

    /// <summary>The files with their lines as text, in the form of <c>git diff --stat</c>; of many files the first 100 and the sum.</summary>
    public required string Stat { get; init; }

    /// <summary>Every changed file, in the order of git.</summary>
    public required IReadOnlyList<TaskDiffFile> Files { get; init; }

    /// <summary>Unified diff of the files in their order. Always of whole files, unless one was asked for alone and is larger than 4 MiB.</summary>
    public required string Patch { get; init; }

    /// <summary>Whether files are missing from <see cref="Patch"/>, which then ends at 1 MiB; ask for them one by one with <c>?file=</c>.</summary>
    public required bool Truncated { get; init; }
}

/// <summary>A file of a diff.</summary>
public sealed record TaskDiffFile
{
    /// <summary>Its path from the top of the repository. Bytes that are no UTF-8 show as U+FFFD.</summary>
    public required string Path { get; init; }

    /// <summary>What happened to it.</summary>
    public required TaskDiffStatus Status { get; init; }

    /// <summary>Lines added; 0 for a binary file.</summary>
    public required int Added { get; init; }

    /// <summary>Lines removed; 0 for a binary file.</summary>
    public required int Removed { get; init; }

    /// <summary>Whether git takes it for binary; every file beyond 16 MiB counts as such.</summary>
    public required bool Binary { get; init; }

    /// <summary>Where it was before it was renamed; else null.</summary>
    public string? OldPath { get; init; }

    /// <summary>Git's mode of it before, such as <c>100644</c>, <c>100755</c> (executable), <c>120000</c> (symbolic link), <c>160000</c> (submodule); null when it was added.</summary>
    public string? OldMode { get; init; }

    /// <summary>Git's mode of it now; null when it was deleted.</summary>
    public string? NewMode { get; init; }
}

/// <summary>What happened to a file.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TaskDiffStatus>))]
public enum TaskDiffStatus
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Its content or mode changed.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>It has another name, and perhaps other content.</summary>
    Renamed,

    /// <summary>It became another kind of thing: a file a symbolic link, for example.</summary>
    TypeChanged,
}
