using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>What a worktree holds.</summary>
/// <param name="Head">Its newest commit.</param>
/// <param name="IsPresent">Whether its folder is there.</param>
/// <param name="Changed">Paths with changes that are in no commit, untracked ones included.</param>
internal sealed record WorktreeStatus(string Head, bool IsPresent, IReadOnlyList<string> Changed);

/// <summary>Makes commits of what an agent left, and finds the newest one, whatever was done to the worktree.</summary>
internal sealed class WorktreeCommits(GitProgram git, WorktreeFolders folders, WorktreeStaging staging, WorktreeSubmodules submodules, TimeProvider time)
{
    private static readonly TimeSpan LockIsDead = TimeSpan.FromSeconds(10);
    private static readonly string[] Operations = ["rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD"];

    /// <summary>Commits everything that is in no commit yet, ignored files excepted, and keeps it on the task's ref. Not while the agent works.</summary>
    /// <returns>The newest commit of the work.</returns>
    public async Task<Result<string>> CommitAsync(Worktree worktree, string message, CancellationToken cancellation)
    {
        if (!Directory.Exists(worktree.Path))
        {
            return await HeadAsync(worktree, cancellation);
        }

        if (!Directory.Exists(worktree.GitDir))
        {
            return await RescueAsync(worktree, message, cancellation);
        }

        RemoveDeadLock(worktree.GitDir);
        foreach (var (name, _, place) in await submodules.FilledAsync(worktree, cancellation))
        {
            RemoveDeadLock(place.GitDir);
            var inside = await CommitAsync(place, [], message, cancellation);
            var kept = inside.IsSuccess ? await submodules.KeepAsync(worktree, name, place, cancellation) : inside.Error!;
            if (!kept.IsSuccess)
            {
                return kept.Error!;
            }
        }

        if (await LeaveForeignBranchAsync(worktree, cancellation) is { } error)
        {
            return error;
        }

        var head = await CommitAsync(worktree.Place, WorktreeStaging.Except(worktree), message, cancellation);
        return head.IsSuccess && await KeepAsync(worktree, head.Value) is { } unkept ? unkept : head;
    }

    /// <summary>The newest commit of the work: of the worktree, else of its branch, else of the task's ref.</summary>
    public async Task<Result<string>> HeadAsync(Worktree worktree, CancellationToken cancellation)
    {
        if (Directory.Exists(worktree.GitDir) && await CommitOfAsync(worktree.Target with { GitDir = worktree.GitDir }, "HEAD", cancellation) is { } head)
        {
            return head;
        }

        return await CommitOfAsync(worktree.Target, "refs/heads/" + worktree.Branch, cancellation)
            ?? await CommitOfAsync(worktree.Target, worktree.KeptRef, cancellation)
            ?? (Result<string>)new Error(ErrorCodes.WorktreeGone, $"Nothing is left of the work of task {worktree.TaskId}: no worktree, no branch {worktree.Branch}, no {worktree.KeptRef}.");
    }

    public async Task<Result<WorktreeStatus>> StatusAsync(Worktree worktree, CancellationToken cancellation)
    {
        var head = await HeadAsync(worktree, cancellation);
        if (!head.IsSuccess || !Directory.Exists(worktree.Path) || !Directory.Exists(worktree.GitDir))
        {
            return head.IsSuccess ? new WorktreeStatus(head.Value, IsPresent: false, []) : head.Error!;
        }

        var call = new GitCall("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=dirty");
        var status = await git.RunAsync(worktree.Place, call, cancellation);
        return status.IsSuccess
            ? new WorktreeStatus(head.Value, IsPresent: true, [.. status.Value.Fields.Select(entry => new GitPath(entry[3..]).ToString()).Except(worktree.Copied, StringComparer.Ordinal)])
            : status.Error!;
    }

    /// <summary>A commit by any of its names; null when it has none.</summary>
    public async Task<string?> CommitOfAsync(GitPlace place, string name, CancellationToken cancellation)
    {
        var call = new GitCall("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}") { AlsoGood = [1, 128] };
        return await git.RunAsync(place, call, cancellation) is { IsSuccess: true, Value: { ExitCode: 0 } answer } ? answer.Text : null;
    }

    /// <summary>Keeps a commit on the task's ref.</summary>
    public async Task<Error?> KeepAsync(Worktree worktree, string commit) =>
        (await git.RunAsync(worktree.Target, new GitCall("update-ref", worktree.KeptRef, commit) { Writes = true }, CancellationToken.None)).Error;

    /// <summary>Whether the agent, or somebody, is in the middle of a rebase or of the like.</summary>
    public static bool IsInOperation(string gitDir) =>
        Operations.Any(name => Path.Exists(Path.Combine(gitDir, name)));

    private async Task<Result<string>> CommitAsync(GitPlace place, IReadOnlyList<GitPath> except, string message, CancellationToken cancellation)
    {
        var tree = await staging.StageAsync(place, except, cancellation);
        if (!tree.IsSuccess)
        {
            return tree.Error!;
        }

        var isMerge = File.Exists(Path.Combine(place.GitDir, "MERGE_HEAD"));
        var same = await git.RunAsync(place, new GitCall("diff-index", "--cached", "--quiet", "HEAD", "--") { AlsoGood = [1] }, cancellation);
        if (same.IsSuccess && (same.Value.ExitCode == 1 || isMerge))
        {
            same = await git.RunAsync(place, new GitCall("commit", "--quiet", "--no-verify", "--no-gpg-sign", "--cleanup=verbatim", "-m", message) { Writes = true, Variables = Identity.Drover }, cancellation);
        }

        return same.IsSuccess ? await git.TextAsync(place, new GitCall("rev-parse", "HEAD"), cancellation) : same.Error!;
    }

    // A branch that the agent switched to may be somebody's: Drover's commit goes beside it, not onto it.
    private async Task<Error?> LeaveForeignBranchAsync(Worktree worktree, CancellationToken cancellation)
    {
        var branch = await git.RunAsync(worktree.Place, new GitCall("symbolic-ref", "--quiet", "HEAD") { AlsoGood = [1] }, cancellation);
        if (!branch.IsSuccess || branch.Value.Text.Length == 0 || branch.Value.Text == "refs/heads/" + worktree.Branch)
        {
            return branch.Error;
        }

        // Its branch without a commit, made by `git checkout --orphan`, is where the work begins anew.
        var head = await CommitOfAsync(worktree.Place, "HEAD", cancellation) ?? worktree.BaseCommit;
        return (await git.RunAsync(worktree.Place, new GitCall("update-ref", "--no-deref", "-m", "drover: leave the branch", "HEAD", head) { Writes = true }, cancellation)).Error;
    }

    // Somebody pruned the worktree while its folder was away: the files are all that is left, and become a commit on the work's last one.
    private async Task<Result<string>> RescueAsync(Worktree worktree, string message, CancellationToken cancellation)
    {
        var head = await HeadAsync(worktree, cancellation);
        if (!head.IsSuccess)
        {
            return head;
        }

        using var index = folders.Index();
        var place = new GitPlace(worktree.Path, worktree.RepositoryGitDir, index.Path);
        var read = await git.RunAsync(place, new GitCall("read-tree", head.Value) { Writes = true }, cancellation);
        var tree = read.IsSuccess ? await staging.StageAsync(place, WorktreeStaging.Except(worktree), cancellation) : read.Error!;
        var before = await git.TextAsync(place, new GitCall("rev-parse", head.Value + "^{tree}"), cancellation);
        if (!tree.IsSuccess || !before.IsSuccess)
        {
            return tree.Error ?? before.Error!;
        }

        if (tree.Value == before.Value)
        {
            return head;
        }

        var commit = await git.TextAsync(place, new GitCall("commit-tree", "-p", head.Value, "-m", message, tree.Value) { Variables = Identity.Drover }, cancellation);
        if (!commit.IsSuccess)
        {
            return commit;
        }

        var moved = await git.RunAsync(worktree.Target, new GitCall("update-ref", "refs/heads/" + worktree.Branch, commit.Value) { Writes = true }, CancellationToken.None);
        return (await KeepAsync(worktree, commit.Value) ?? moved.Error) is { } error ? error : commit;
    }

    // Of a git that was killed with its agent. Ten seconds after its last write no git is still at it.
    private void RemoveDeadLock(string gitDir)
    {
        foreach (var name in (ReadOnlySpan<string>)["index.lock", "HEAD.lock"])
        {
            var file = new FileInfo(Path.Combine(gitDir, name));
            if (file.Exists && time.GetUtcNow() - new DateTimeOffset(file.LastWriteTimeUtc) > LockIsDead)
            {
                file.Delete();
            }
        }
    }
}
