using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Brings work onto its base as that is now, and out to a remote.</summary>
internal sealed class WorktreeUpdating(GitProgram git, WorktreeCommits commits, WorktreeDiffs diffs, MergePrediction prediction)
{
    /// <summary>Rebases, or merges the base in. A conflict leaves the work as it was.</summary>
    /// <returns>The worktree with its new base, to be kept from now on.</returns>
    public async Task<Result<Worktree>> UpdateAsync(Worktree worktree, UpdateMode mode, CancellationToken cancellation)
    {
        if (!Directory.Exists(worktree.Path) || !Directory.Exists(worktree.GitDir))
        {
            return new Error(ErrorCodes.WorktreeGone, $"{worktree.Path} is not there: restore it first.");
        }

        if (WorktreeCommits.IsInOperation(worktree.GitDir))
        {
            return new Error(ErrorCodes.WorktreeBusy, $"A rebase or the like is in progress in {worktree.Path}: it has to be finished or aborted first.");
        }

        var head = await commits.CommitAsync(worktree, "What was left before the update", cancellation);
        if (!head.IsSuccess)
        {
            return head.Error!;
        }

        var onto = await diffs.BaseNowAsync(worktree, cancellation);
        if (onto is null || onto == worktree.BaseCommit)
        {
            return worktree;
        }

        var error = mode == UpdateMode.Rebase
            ? await RebaseAsync(worktree, head.Value, onto, cancellation)
            : await MergeInAsync(worktree, head.Value, onto, cancellation);
        if (error is not null)
        {
            return error;
        }

        var updated = await commits.HeadAsync(worktree, CancellationToken.None);
        return updated.IsSuccess && await commits.KeepAsync(worktree, updated.Value) is null
            ? worktree with { BaseCommit = onto, BaseIsEmpty = false }
            : updated.Error!;
    }

    /// <summary>Pushes the newest commit to a branch of a remote; never by force.</summary>
    /// <returns>A sentence about where it is now.</returns>
    public async Task<Result<string>> PushAsync(Worktree worktree, string? remote, string? branch, CancellationToken cancellation)
    {
        var (to, name) = (remote ?? "origin", branch ?? worktree.Branch);
        var remotes = await git.RunAsync(worktree.Target, new GitCall("remote"), cancellation);
        if (!remotes.IsSuccess || !remotes.Value.Text.Split('\n').Contains(to, StringComparer.Ordinal))
        {
            return remotes.Error ?? new Error(ErrorCodes.GitRemoteNotFound, $"{worktree.RepositoryRoot} has no remote \"{to}\".");
        }

        var valid = await git.RunAsync(worktree.Target, new GitCall("check-ref-format", "refs/heads/" + name) { AlsoGood = [1] }, cancellation);
        if (valid is not { IsSuccess: true, Value.ExitCode: 0 })
        {
            return valid.Error ?? new Error(ErrorCodes.RequestInvalidValue, $"\"{name}\" cannot be the name of a branch.");
        }

        var head = await commits.CommitAsync(worktree, "What was left before the push", cancellation);
        if (!head.IsSuccess)
        {
            return head.Error!;
        }

        var pushed = await git.RunAsync(worktree.Target, new GitCall("push", "--porcelain", "--no-verify", "--", to, $"{head.Value}:refs/heads/{name}") { AlsoGood = [1] }, cancellation);
        return pushed switch
        {
            { IsSuccess: false } => pushed.Error!,
            { Value.ExitCode: 0 } => $"{head.Value[..7]} pushed to {name} of {to}.",
            _ => new Error(ErrorCodes.GitPushRejected, $"{to} refused the push to {name}: {pushed.Value.Complaint}"),
        };
    }

    private async Task<Error?> RebaseAsync(Worktree worktree, string head, string onto, CancellationToken cancellation)
    {
        var from = worktree.BaseIsEmpty ? ["--root"] : new[] { worktree.BaseCommit };
        var call = new GitCall(["rebase", "--quiet", "--no-autostash", "--no-gpg-sign", "--no-verify", "--onto", onto, .. from]) { Writes = true, AlsoGood = [1], Variables = Identity.DroverCommits };
        var done = await git.RunAsync(worktree.Place, call, cancellation);
        if (done is { IsSuccess: true, Value.ExitCode: 0 })
        {
            return null;
        }

        // Ours, so ours to abort: there was none before.
        if (WorktreeCommits.IsInOperation(worktree.GitDir))
        {
            var aborted = await git.RunAsync(worktree.Place, new GitCall("rebase", "--abort") { Writes = true }, CancellationToken.None);
            if (!aborted.IsSuccess)
            {
                return aborted.Error;
            }
        }

        if (!done.IsSuccess)
        {
            return done.Error;
        }

        // The text of the conflicts, from both sides as a whole. Single commits may conflict where the whole does not.
        var whole = await prediction.MergeAsync(worktree.Target, onto, head, worktree.BaseIsEmpty, cancellation);
        return whole.Error ?? new Error(
            ErrorCodes.MergeConflicts,
            "A single commit of the work conflicts with the base; all of it together does not: update with mode \"merge\" instead. Nothing was changed.",
            new Dictionary<string, string> { ["files"] = "", ["conflicts"] = done.Value.Complaint });
    }

    private async Task<Error?> MergeInAsync(Worktree worktree, string head, string onto, CancellationToken cancellation)
    {
        var tree = await prediction.MergeAsync(worktree.Target, head, onto, worktree.BaseIsEmpty, cancellation);
        var message = $"Merge {worktree.BaseRef?.Split('/', 3)[^1] ?? onto[..7]} into {worktree.Branch}";
        var commit = tree.IsSuccess
            ? await git.TextAsync(worktree.Target, new GitCall("commit-tree", "-p", head, "-p", onto, "-m", message, tree.Value) { Variables = Identity.Drover }, cancellation)
            : tree;
        if (!commit.IsSuccess)
        {
            return commit.Error;
        }

        var read = await git.RunAsync(worktree.Place, new GitCall("read-tree", "-m", "-u", head, tree.Value) { Writes = true }, CancellationToken.None);
        return read.IsSuccess
            ? (await git.RunAsync(worktree.Place, new GitCall("update-ref", "-m", "drover: update", "HEAD", commit.Value, head) { Writes = true }, CancellationToken.None)).Error
            : read.Error;
    }
}
