using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>
/// Brings everything in a folder into an index: changed, new and deleted, what is ignored excepted. A repository that somebody made inside it comes in
/// as plain files, because a mere link to its commit would be all that is left of it.
/// </summary>
internal sealed class WorktreeStaging(GitProgram git, WorktreeFolders folders)
{
    private const int DeepestNesting = 5;

    /// <summary>Stages.</summary>
    /// <param name="place">The folder and the index; a git folder that is to be trusted.</param>
    /// <param name="except">Paths that stay out.</param>
    /// <param name="cancellation">Ends it between two calls of git.</param>
    /// <returns>The tree of all that is there.</returns>
    public Task<Result<string>> StageAsync(GitPlace place, IReadOnlyList<GitPath> except, CancellationToken cancellation) => StageAsync(place, except, 0, cancellation);

    /// <summary>The tree of all that is in a worktree now; its index and its HEAD are left alone.</summary>
    public async Task<Result<string>> SnapshotAsync(Worktree worktree, CancellationToken cancellation)
    {
        using var index = folders.Index(copyOf: Path.Combine(worktree.GitDir, "index"));
        return await StageAsync(worktree.Place with { Index = index.Path }, Except(worktree), cancellation);
    }

    public static IReadOnlyList<GitPath> Except(Worktree worktree) => [.. worktree.Copied.Select(GitPath.Of)];

    private async Task<Result<string>> StageAsync(GitPlace place, IReadOnlyList<GitPath> except, int depth, CancellationToken cancellation)
    {
        var untracked = await git.RunAsync(place, new GitCall("ls-files", "-z", "--others", "--exclude-standard"), cancellation);
        var links = await git.RunAsync(place, new GitCall("ls-files", "-z", "--stage"), cancellation);
        if (!untracked.IsSuccess || !links.IsSuccess)
        {
            return untracked.Error ?? links.Error!;
        }

        // git does not look into a repository inside of this one: it shows as "nested/".
        var nested = untracked.Value.Fields.Where(path => path.EndsWith('/')).Select(path => new GitPath(path[..^1])).ToList();
        // Only what add would take: git refuses to hear the name of an ignored file, even to leave it out.
        var known = untracked.Value.Paths.ToHashSet();
        var left = except.Where(known.Contains).Concat(nested).Concat(links.Value.Fields.Where(IsForeignLink(place)).Select(Linked));
        var add = new GitCall("add", "--all", "--pathspec-from-file=-", "--pathspec-file-nul") { Writes = true }
            .WithPaths([new GitPath("."), .. left.Select(path => new GitPath(":(exclude,literal)" + path.Raw))]);
        var added = await git.RunAsync(place, add, cancellation);
        if (!added.IsSuccess)
        {
            return added.Error!;
        }

        foreach (var path in nested)
        {
            if (depth < DeepestNesting && path.In(place.Folder) is { } folder && await FlattenAsync(place, path, folder, depth, cancellation) is { } error)
            {
                return error;
            }
        }

        return await git.TextAsync(place, new GitCall("write-tree") { Writes = true }, cancellation);
    }

    private async Task<Error?> FlattenAsync(GitPlace place, GitPath path, string folder, int depth, CancellationToken cancellation)
    {
        using var index = folders.Index();
        var tree = await StageAsync(new GitPlace(folder, place.GitDir, index.Path), [], depth + 1, cancellation);
        if (!tree.IsSuccess)
        {
            return tree.Error;
        }

        var forget = await git.RunAsync(place, new GitCall("rm", "-r", "--cached", "--force", "--quiet", "--ignore-unmatch", "--pathspec-from-file=-", "--pathspec-file-nul") { Writes = true }
            .WithPaths([new GitPath(":(literal)" + path.Raw)]), cancellation);
        var read = await git.RunAsync(place, new GitCall("read-tree", $"--prefix={path}/", tree.Value) { Writes = true }, cancellation);
        return forget.Error ?? read.Error;
    }

    // "160000 SHA 0<TAB>path": git would run in that folder, and believe the configuration it finds there. A submodule that git itself filled has its git
    // folder inside ours.
    private static Func<string, bool> IsForeignLink(GitPlace place) => entry =>
        entry.StartsWith("160000 ", StringComparison.Ordinal)
        && Linked(entry).In(place.Folder) is { } folder
        && (Directory.Exists(Path.Combine(folder, ".git")) || (File.Exists(Path.Combine(folder, ".git")) && !PointsInto(folder, place.GitDir)));

    private static bool PointsInto(string folder, string gitDir)
    {
        const string prefix = "gitdir: ";
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, ".git")).TrimEnd('\n');
            return text.StartsWith(prefix, StringComparison.Ordinal)
                && Path.GetFullPath(Path.Combine(folder, text[prefix.Length..])).StartsWith(Path.Combine(gitDir, "modules") + "/", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static GitPath Linked(string entry) => new(entry[(entry.IndexOf('\t', StringComparison.Ordinal) + 1)..]);
}
