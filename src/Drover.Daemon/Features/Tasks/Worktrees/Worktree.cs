using System.Text.Json.Serialization;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>A task's own checkout of a repository. Its owner keeps it, and keeps each newer one that an operation answers.</summary>
internal sealed record Worktree
{
    /// <summary>The task.</summary>
    public required string TaskId { get; init; }

    /// <summary>Top of the checkout it came from and is merged into.</summary>
    public required string RepositoryRoot { get; init; }

    /// <summary>The git folder of that checkout.</summary>
    public required string RepositoryGitDir { get; init; }

    /// <summary>The git folder that all checkouts of the repository share.</summary>
    public required string CommonDir { get; init; }

    /// <summary>Top of the worktree.</summary>
    public required string Path { get; init; }

    /// <summary>The worktree's git folder, inside <see cref="CommonDir"/>.</summary>
    public required string GitDir { get; init; }

    /// <summary>Where the workspace is below the top: <c>""</c>, or such as <c>packages/web</c>.</summary>
    public required string Subfolder { get; init; }

    /// <summary>Its branch, such as <c>drover/1f0c2a9b-mend-the-login</c>.</summary>
    public required string Branch { get; init; }

    /// <summary>The commit the work is compared with: that of its begin, or of the last update.</summary>
    public required string BaseCommit { get; init; }

    /// <summary>The branch the base was taken from, as <c>refs/heads/main</c>; null when it was none.</summary>
    public string? BaseRef { get; init; }

    /// <summary>Whether the repository had no commit, so that <see cref="BaseCommit"/> is an empty one made for it.</summary>
    public bool BaseIsEmpty { get; init; }

    /// <summary>Whether it is the workspace's own checkout: it can be compared, and that is all.</summary>
    public bool IsInPlace { get; init; }

    /// <summary>Files that were copied in and belong to nobody's commit, from the top.</summary>
    public IReadOnlyList<string> Copied { get; init; } = [];

    /// <summary>The commit of the work that was merged last.</summary>
    public string? MergedHead { get; init; }

    /// <summary>The commit by which it was merged; null when that made none.</summary>
    public string? MergeCommit { get; init; }

    /// <summary>The workspace's folder in the worktree.</summary>
    [JsonIgnore]
    public string Folder => Subfolder.Length == 0 ? Path : System.IO.Path.Combine(Path, Subfolder);

    /// <summary>The ref that keeps the work, whatever becomes of folder and branch.</summary>
    [JsonIgnore]
    public string KeptRef => "refs/drover/" + TaskId;

    [JsonIgnore]
    internal GitPlace Place => new(Path, GitDir);

    [JsonIgnore]
    internal GitPlace Target => new(RepositoryRoot, RepositoryGitDir);
}

/// <summary>For those who keep a <see cref="Worktree"/> as text.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Worktree))]
internal sealed partial class WorktreeJson : JsonSerializerContext;
