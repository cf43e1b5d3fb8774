using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>What is to be merged, and on which conditions.</summary>
/// <param name="Mode">What it leaves in the target.</param>
/// <param name="Message">Message of its commit.</param>
/// <param name="ExpectedHead">The commit that was reviewed; null when anything goes.</param>
/// <param name="AllowedGlobs">Files that may be changed; empty for all.</param>
internal sealed record MergeWish(MergeMode Mode, string Message, string? ExpectedHead = null, IReadOnlyList<string>? AllowedGlobs = null);

/// <summary>What was merged.</summary>
/// <param name="Worktree">To be kept from now on.</param>
/// <param name="Head">The commit of the work.</param>
/// <param name="Commit">The commit it made; null in mode apply.</param>
/// <param name="Files">How many files it changed in the target.</param>
/// <param name="Message">A sentence about it.</param>
internal sealed record Merged(Worktree Worktree, string Head, string? Commit, int Files, string Message);

/// <summary>Merges work into the checkout it came from. Everything is worked out before the first file is touched.</summary>
internal sealed class WorktreeMerging(GitProgram git, WorktreeCommits commits, WorktreeDiffs diffs, MergePrediction prediction, MergeTarget target, TargetUpdate update)
{
    public async Task<Result<Merged>> MergeAsync(Worktree worktree, MergeWish wish, CancellationToken cancellation)
    {
        var head = await commits.CommitAsync(worktree, wish.Message, cancellation);
        if (!head.IsSuccess)
        {
            return head.Error!;
        }

        if (await RefuseAsync(worktree, wish, head.Value, cancellation) is { } refused)
        {
            return refused;
        }

        var state = await target.StateAsync(worktree.Target, cancellation);
        if (!state.IsSuccess)
        {
            return state.Error!;
        }

        if (state.Value.Head is { } there && await IsAncestorAsync(worktree, head.Value, there, cancellation))
        {
            return AlreadyMerged(worktree, state.Value);
        }

        var tree = await TreeAsync(worktree, state.Value, head.Value, wish.Mode, cancellation);
        var touched = tree.IsSuccess ? await target.TouchedAsync(worktree.Target, state.Value.Tree, tree.Value, cancellation) : tree.Error!;
        if (!touched.IsSuccess)
        {
            return touched.Error!;
        }

        if (touched.Value.Count == 0 && wish.Mode != MergeMode.Merge)
        {
            return AlreadyMerged(worktree, state.Value);
        }

        if (await target.RefuseAsync(worktree.Target, touched.Value, cancellation) is { } dirty)
        {
            return wish.Mode == MergeMode.Apply && await IsAppliedAsync(worktree, tree.Value, touched.Value, cancellation) ? AlreadyMerged(worktree, state.Value) : dirty;
        }

        return await DoAsync(worktree, wish, state.Value, head.Value, tree.Value, touched.Value, cancellation);
    }

    private async Task<Error?> RefuseAsync(Worktree worktree, MergeWish wish, string head, CancellationToken cancellation)
    {
        if (wish.ExpectedHead is { } expected && (expected.Length < 7 || !head.StartsWith(expected, StringComparison.OrdinalIgnoreCase)))
        {
            return new Error(
                ErrorCodes.MergeHeadMoved,
                $"The work is at {head}, not at {expected}: look at the diff again.",
                new Dictionary<string, string> { ["head"] = head });
        }

        var files = await diffs.FilesAsync(worktree, head, cancellation);
        if (!files.IsSuccess)
        {
            return files.Error;
        }

        if (files.Value.Count == 0)
        {
            return new Error(ErrorCodes.MergeNothing, "The work has no changes: there is nothing to merge.");
        }

        var outside = DiffGlobs.Outside(files.Value.Select(file => file.File), wish.AllowedGlobs ?? []);
        return outside.Count == 0
            ? null
            : new Error(
                ErrorCodes.MergeFilesNotAllowed,
                $"{outside.Count} changed {(outside.Count == 1 ? "file is" : "files are")} outside of what the task may change: {string.Join(", ", outside.Take(3))}{(outside.Count > 3 ? " and more" : "")}.",
                new Dictionary<string, string> { ["files"] = string.Join('\n', outside) });
    }

    private async Task<Result<string>> TreeAsync(Worktree worktree, TargetState state, string head, MergeMode mode, CancellationToken cancellation)
    {
        if (state.Head is not { } ours)
        {
            return await git.TextAsync(worktree.Target, new GitCall("rev-parse", head + "^{tree}"), cancellation);
        }

        var tree = await prediction.MergeAsync(worktree.Target, ours, head, worktree.BaseIsEmpty, cancellation);
        if (tree.IsSuccess || mode == MergeMode.Merge || worktree is not { MergedHead: { } merged, MergeCommit: { } squashed }
            || !await IsAncestorAsync(worktree, squashed, ours, cancellation) || !await IsAncestorAsync(worktree, merged, head, cancellation))
        {
            return tree;
        }

        // A part of the work is in the target by a commit that git does not relate to it: what came since then is merged on top of that part.
        var oursOnIt = await OnTopAsync(worktree, ours, merged, cancellation);
        var theirsOnIt = await OnTopAsync(worktree, head, merged, cancellation);
        return oursOnIt.IsSuccess && theirsOnIt.IsSuccess
            ? await prediction.MergeAsync(worktree.Target, oursOnIt.Value, theirsOnIt.Value, unrelated: false, cancellation)
            : oursOnIt.Error ?? theirsOnIt.Error!;
    }

    private Task<Result<string>> OnTopAsync(Worktree worktree, string commit, string parent, CancellationToken cancellation) =>
        git.TextAsync(worktree.Target, new GitCall("commit-tree", "-p", parent, "-m", "For a merge", commit + "^{tree}") { Variables = Identity.Drover }, cancellation);

    private async Task<Result<Merged>> DoAsync(
        Worktree worktree, MergeWish wish, TargetState state, string head, string tree, List<TouchedPath> touched, CancellationToken cancellation)
    {
        var files = $"{touched.Count} {(touched.Count == 1 ? "file" : "files")}";
        if (wish.Mode == MergeMode.Apply)
        {
            return await update.FilesAsync(worktree.Target, state, tree, touched) is { } failed
                ? failed
                : new Merged(worktree with { MergedHead = head, MergeCommit = null }, head, null, touched.Count, $"{files} of {worktree.Branch} applied to {worktree.RepositoryRoot}, not committed.");
        }

        var commit = await MergeCommitAsync(worktree, wish, state, head, tree, cancellation);
        if (!commit.IsSuccess)
        {
            return commit.Error!;
        }

        return await update.CommitAsync(worktree.Target, state, tree, commit.Value, $"drover: {(wish.Mode == MergeMode.Merge ? "merge" : "squash")} {worktree.Branch}", touched) is { } error
            ? error
            : new Merged(worktree with { MergedHead = head, MergeCommit = commit.Value }, head, commit.Value, touched.Count, $"{files} of {worktree.Branch} merged into {state.Name} as {commit.Value[..7]}.");
    }

    // Into a branch without a commit the work's own history goes, without the empty commit before it: there is nothing to merge it with.
    private async Task<Result<string>> MergeCommitAsync(Worktree worktree, MergeWish wish, TargetState state, string head, string tree, CancellationToken cancellation)
    {
        var names = await git.RunAsync(worktree.Target, new GitCall("config", "--get-regexp", "^user\\.(name|email)$") { AlsoGood = [1] }, cancellation);
        var isNamed = names is { IsSuccess: true, Value.Text: var text } && text.Contains("user.name ", StringComparison.Ordinal) && text.Contains("user.email ", StringComparison.Ordinal);
        string[] parents = [.. state.Head is { } ours ? ["-p", ours] : Array.Empty<string>(), .. wish.Mode == MergeMode.Merge && state.Head is not null ? ["-p", head] : Array.Empty<string>()];
        return await git.TextAsync(worktree.Target, new GitCall(["commit-tree", "--no-gpg-sign", .. parents, "-F", "-", tree])
        {
            Input = System.Text.Encoding.UTF8.GetBytes(wish.Message.TrimEnd() + "\n"),
            Variables = isNamed ? [] : Identity.Drover,
        }, cancellation);
    }

    // Applied before, and not committed since: the files are what the merge would make of them.
    private async Task<bool> IsAppliedAsync(Worktree worktree, string tree, List<TouchedPath> touched, CancellationToken cancellation)
    {
        using var index = update.Scratch();
        var place = worktree.Target with { Index = index.Path };
        if (!(await git.RunAsync(place, new GitCall("read-tree", tree) { Writes = true }, cancellation)).IsSuccess
            || !(await git.RunAsync(place, new GitCall("update-index", "-q", "--refresh") { Writes = true, AlsoGood = [1] }, cancellation)).IsSuccess)
        {
            return false;
        }

        var differing = await git.RunAsync(place, new GitCall("diff-files", "-z", "--name-only", "--ignore-submodules=dirty"), cancellation);
        var paths = touched.Select(path => path.Path).ToHashSet();
        return differing.IsSuccess && !differing.Value.Paths.Any(paths.Contains)
            && !touched.Any(path => !path.WillBeThere && path.Path.In(worktree.RepositoryRoot) is { } full && Path.Exists(full));
    }

    public async Task<bool> IsAncestorAsync(Worktree worktree, string ancestor, string commit, CancellationToken cancellation) =>
        await git.RunAsync(worktree.Target, new GitCall("merge-base", "--is-ancestor", ancestor, commit) { AlsoGood = [1, 128] }, cancellation) is { IsSuccess: true, Value.ExitCode: 0 };

    private static Error AlreadyMerged(Worktree worktree, TargetState state) =>
        new(ErrorCodes.MergeAlreadyMerged, $"{state.Name} in {worktree.RepositoryRoot} has all of {worktree.Branch} already.");
}
