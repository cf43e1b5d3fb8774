using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>A path that a merge changes in its target.</summary>
/// <param name="Path">It.</param>
/// <param name="WasThere">Whether the target's commit has it.</param>
/// <param name="WillBeThere">Whether the merged tree has it.</param>
internal readonly record struct TouchedPath(GitPath Path, bool WasThere, bool WillBeThere);

/// <summary>What a merge goes into.</summary>
/// <param name="Head">Its commit; null when it has none yet.</param>
/// <param name="Branch">Its branch as <c>refs/heads/main</c>; null when HEAD is detached.</param>
/// <param name="Tree">Its tree, or the empty one.</param>
internal sealed record TargetState(string? Head, string? Branch, string Tree)
{
    public string Name => Branch is { } branch ? branch["refs/heads/".Length..] : Head is { } head ? $"the detached HEAD {head[..7]}" : "HEAD";
}

/// <summary>Looks at the checkout that a merge goes into, and refuses what would lose anybody's edits.</summary>
internal sealed class MergeTarget(GitProgram git)
{
    private static readonly string[] Operations = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "sequencer"];

    public async Task<Result<TargetState>> StateAsync(GitPlace target, CancellationToken cancellation)
    {
        if (Array.Find(Operations, name => System.IO.Path.Exists(System.IO.Path.Combine(target.GitDir, name))) is { } operation)
        {
            return new Error(ErrorCodes.MergeTargetBusy, $"{target.Folder} is in the middle of something ({operation}): finish or abort it first.");
        }

        var branch = await git.RunAsync(target, new GitCall("symbolic-ref", "--quiet", "HEAD") { AlsoGood = [1] }, cancellation);
        var head = await git.RunAsync(target, new GitCall("rev-parse", "--verify", "--quiet", "HEAD^{commit}") { AlsoGood = [1, 128] }, cancellation);
        if (!branch.IsSuccess || !head.IsSuccess)
        {
            return branch.Error ?? head.Error!;
        }

        var commit = head.Value.ExitCode == 0 ? head.Value.Text : null;
        var tree = await git.TextAsync(target, commit is null ? new GitCall("mktree") : new GitCall("rev-parse", commit + "^{tree}"), cancellation);
        return tree.IsSuccess ? new TargetState(commit, branch.Value.Text is { Length: > 0 } name ? name : null, tree.Value) : tree.Error!;
    }

    /// <summary>What differs between two trees, by path; a rename is two paths.</summary>
    public async Task<Result<List<TouchedPath>>> TouchedAsync(GitPlace target, string before, string after, CancellationToken cancellation)
    {
        // Raw: ":100644 000000 SHA SHA D" NUL path NUL.
        var answer = await git.RunAsync(target, new GitCall("diff-tree", "-r", "-z", "--raw", "--no-renames", "--ignore-submodules=none", before, after), cancellation);
        return answer.IsSuccess
            ? answer.Value.Fields.Chunk(2).Select(pair => new TouchedPath(new GitPath(pair[1]), !pair[0].StartsWith(":000000", StringComparison.Ordinal), !pair[0].Contains(" 000000 ", StringComparison.Ordinal))).ToList()
            : answer.Error!;
    }

    /// <summary>Refuses when a touched file has uncommitted changes, or an untracked one is in the way.</summary>
    /// <param name="target">The checkout.</param>
    /// <param name="touched">What the merge changes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when nothing stands against it.</returns>
    public async Task<Error?> RefuseAsync(GitPlace target, IReadOnlyList<TouchedPath> touched, CancellationToken cancellation)
    {
        var status = await git.RunAsync(target, new GitCall("status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=dirty"), cancellation);
        if (!status.IsSuccess)
        {
            return status.Error;
        }

        if (status.Value.Fields.FirstOrDefault(entry => entry[..2] is "AA" or "DD" || entry[0] == 'U' || entry[1] == 'U') is { } unmerged)
        {
            return new Error(ErrorCodes.MergeTargetBusy, $"{new GitPath(unmerged[3..])} in {target.Folder} has an unresolved conflict: resolve it first.");
        }

        var paths = touched.Select(path => path.Path).ToHashSet();
        var above = touched.SelectMany(path => path.Path.Parents()).ToHashSet();
        var dirty = status.Value.Fields.Select(entry => new GitPath(entry[3..]))
            .Where(path => paths.Contains(path) || above.Contains(path) || path.Parents().Any(paths.Contains)).ToList();
        if (dirty.Count > 0)
        {
            return Refusal(ErrorCodes.MergeTargetDirty, dirty, "changes that are not committed, and the merge would change the same");
        }

        var gone = touched.Where(path => !path.WillBeThere).Select(path => path.Path).ToHashSet();
        var inTheWay = touched.Where(path => path is { WasThere: false, WillBeThere: true }).Select(path => InTheWay(target.Folder, path.Path, gone)).OfType<GitPath>().Distinct().ToList();
        return inTheWay.Count > 0 ? Refusal(ErrorCodes.MergeWouldOverwrite, inTheWay, "what git does not know, and the merge would write there") : null;

        Error Refusal(string code, List<GitPath> files, string what) => new(
            code,
            $"{target.Folder} has {what}: {MergePrediction.Some(files)}. Nothing was changed.",
            new Dictionary<string, string> { ["files"] = MergePrediction.Lines(files) });
    }

    // What git deletes in the same go does not count. git itself would overwrite ignored files without a word.
    private static GitPath? InTheWay(string root, GitPath path, HashSet<GitPath> gone)
    {
        foreach (var parent in path.Parents())
        {
            if (parent.In(root) is { } above && !gone.Contains(parent) && new FileInfo(above) is { } file && (file.Exists || file.LinkTarget is not null))
            {
                return parent;
            }
        }

        if (path.In(root) is not { } full || gone.Contains(path))
        {
            return null;
        }

        var there = new FileInfo(full);
        if (there.Exists || there.LinkTarget is not null)
        {
            return IsBehindLink(root, path) ? null : path;
        }

        return Directory.Exists(full) && !IsBehindLink(root, path) && !gone.Any(other => other.Raw.StartsWith(path.Raw + "/", StringComparison.Ordinal)) && Directory.EnumerateFileSystemEntries(full).Any() ? path : null;
    }

    // Below a tracked link that the merge replaces by a folder: what is seen there is behind the link.
    public static bool IsBehindLink(string root, GitPath path) =>
        path.Parents().Any(parent => parent.In(root) is { } above && new DirectoryInfo(above).LinkTarget is not null);
}
