namespace Drover.Daemon.Features.Tasks.Worktrees.Git;

/// <summary>
/// Where a git works. The git folder is always named, never looked for: in an agent's worktree the <c>.git</c> file is the agent's to write, and a git
/// that believed it would run what the agent's configuration says.
/// </summary>
/// <param name="Folder">The top of the working tree.</param>
/// <param name="GitDir">Its git folder.</param>
/// <param name="Index">Another index file than the folder's own.</param>
internal sealed record GitPlace(string Folder, string GitDir, string? Index = null);
