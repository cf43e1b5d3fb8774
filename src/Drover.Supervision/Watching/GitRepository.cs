namespace Drover.Supervision.Watching;

/// <summary>Where a repository's working tree and its git folder are.</summary>
/// <param name="Top">The uppermost folder of the working tree.</param>
/// <param name="GitFolder"><c>.git</c> itself, or where a worktree's or submodule's <c>.git</c> file points to.</param>
internal sealed record GitRepository(string Top, string GitFolder)
{
    private const string FilePrefix = "gitdir: ";

    /// <summary>git holds this file while it changes many files (checkout, rebase, stash).</summary>
    public string IndexLock => Path.Combine(GitFolder, "index.lock");

    /// <summary>The folder with the repository's own, unversioned <c>exclude</c> file.</summary>
    public string InfoFolder => Path.Combine(GitFolder, "info");

    /// <summary>The repository whose working tree a folder is in.</summary>
    /// <param name="folder">Absolute real path.</param>
    /// <returns>Null outside any repository.</returns>
    public static GitRepository? Holding(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (At(at) is { } repository)
            {
                return repository;
            }
        }

        return null;
    }

    /// <summary>The repository whose uppermost folder this is, or null.</summary>
    public static GitRepository? At(string folder)
    {
        var dotGit = Path.Combine(folder, ".git");
        if (Directory.Exists(dotGit))
        {
            return new GitRepository(folder, dotGit);
        }

        try
        {
            // A worktree or submodule has a file with one line: "gitdir: ../.git/modules/sub".
            var line = File.ReadLines(dotGit).FirstOrDefault();
            return line is not null && line.StartsWith(FilePrefix, StringComparison.Ordinal)
                ? new GitRepository(folder, Path.GetFullPath(line[FilePrefix.Length..].Trim(), folder))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // No .git here, which is the normal case.
        }
    }
}
