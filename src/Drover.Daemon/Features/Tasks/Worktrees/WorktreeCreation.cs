using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>What a worktree is to be.</summary>
/// <param name="Workspace">The workspace's folder.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Title">Its title, for the branch.</param>
/// <param name="Base">The commit to begin with, as git understands it; null is HEAD.</param>
/// <param name="CopyIn">Globs of files to copy that git does not track, from the workspace's folder.</param>
internal sealed record WorktreeWish(string Workspace, string TaskId, string Title, string? Base = null, IReadOnlyList<string>? CopyIn = null);

/// <summary>A new worktree.</summary>
/// <param name="Worktree">It; null when the workspace is not in git, so that the task works in place.</param>
/// <param name="Warnings">What could not be had in it: sentences.</param>
internal sealed record CreatedWorktree(Worktree? Worktree, IReadOnlyList<string> Warnings);

/// <summary>Makes worktrees.</summary>
internal sealed class WorktreeCreation(GitProgram git, WorktreeFolders folders, WorktreeStaging staging, WorktreeSubmodules submodules, CopyIn copyIn)
{
    public async Task<Result<CreatedWorktree>> CreateAsync(WorktreeWish wish, CancellationToken cancellation)
    {
        if (!WorktreeNames.IsTaskId(wish.TaskId))
        {
            return new Error(ErrorCodes.RequestInvalidValue, $"\"{wish.TaskId}\" cannot be the id of a task.");
        }

        var found = await Checkout.FindAsync(git, wish.Workspace, cancellation);
        if (!found.IsSuccess || found.Value is not { } checkout)
        {
            return found.IsSuccess ? new CreatedWorktree(null, []) : found.Error!;
        }

        var path = folders.Of(checkout, wish.TaskId);
        if (Path.Exists(path))
        {
            return new Error(ErrorCodes.WorktreeExists, $"{path} is there already.");
        }

        var start = await BaseAsync(checkout, wish.Base, cancellation);
        var branches = await git.RunAsync(checkout.Place, new GitCall("for-each-ref", "--format=%(refname)", "refs/heads/drover*", "refs/heads/drover/"), cancellation);
        if (!start.IsSuccess || !branches.IsSuccess)
        {
            return start.Error ?? branches.Error!;
        }

        var branch = WorktreeNames.Branch(wish.TaskId, wish.Title, branches.Value.Text.Split('\n').ToHashSet(StringComparer.Ordinal));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnFile.DirectoryMode);
        var add = new GitCall("worktree", "add", "--quiet", "--no-track", "-b", branch, "--", path, start.Value.Commit) { Writes = true };
        var added = await git.RunAsync(checkout.Place, add, cancellation);
        if (!added.IsSuccess)
        {
            return added.Error!;
        }

        // Its folder with links resolved, as git writes it into submodules.
        var made = await Checkout.FindAsync(git, path, CancellationToken.None);
        if (!made.IsSuccess || made.Value is not { } itself)
        {
            return made.Error ?? new Error(ErrorCodes.GitFailed, $"git made {path} and does not know it.");
        }

        var worktree = new Worktree
        {
            TaskId = wish.TaskId,
            RepositoryRoot = checkout.Root,
            RepositoryGitDir = checkout.GitDir,
            CommonDir = checkout.CommonDir,
            Path = itself.Root,
            GitDir = itself.GitDir,
            Subfolder = checkout.Subfolder,
            Branch = branch,
            BaseCommit = start.Value.Commit,
            BaseRef = start.Value.Ref,
            BaseIsEmpty = start.Value.IsEmpty,
        };
        return await FurnishAsync(worktree, wish.CopyIn ?? [], cancellation);
    }

    /// <summary>The workspace's own checkout, for a task that works in place. What is changed in it already belongs to the base, so that the diff is the task's.</summary>
    /// <returns>Null when the workspace is not in git, or has no commit yet.</returns>
    public async Task<Result<Worktree?>> InPlaceAsync(string workspace, string taskId, CancellationToken cancellation)
    {
        var found = await Checkout.FindAsync(git, workspace, cancellation);
        if (!found.IsSuccess || found.Value is not { } checkout)
        {
            return found.IsSuccess ? (Worktree?)null : found.Error!;
        }

        var head = await git.RunAsync(checkout.Place, new GitCall("rev-parse", "--verify", "--quiet", "HEAD^{commit}") { AlsoGood = [1, 128] }, cancellation);
        if (!head.IsSuccess || head.Value.ExitCode != 0)
        {
            return head.IsSuccess ? (Worktree?)null : head.Error!;
        }

        var worktree = new Worktree
        {
            TaskId = taskId,
            RepositoryRoot = checkout.Root,
            RepositoryGitDir = checkout.GitDir,
            CommonDir = checkout.CommonDir,
            Path = checkout.Root,
            GitDir = checkout.GitDir,
            Subfolder = checkout.Subfolder,
            Branch = "",
            BaseCommit = head.Value.Text,
            IsInPlace = true,
        };
        var tree = await staging.SnapshotAsync(worktree, cancellation);
        var commit = tree.IsSuccess
            ? await git.TextAsync(checkout.Place, new GitCall("commit-tree", "-p", head.Value.Text, "-m", "What was there before the task", tree.Value) { Variables = Identity.Drover }, cancellation)
            : tree;
        var kept = commit.IsSuccess ? await git.RunAsync(checkout.Place, new GitCall("update-ref", worktree.KeptRef, commit.Value) { Writes = true }, cancellation) : commit.Error!;
        return kept.IsSuccess ? worktree with { BaseCommit = commit.Value } : kept.Error!;
    }

    /// <summary>What a checkout alone does not bring: the workspace's folder when git has no file in it, submodules, files of the copy-in list.</summary>
    public async Task<Result<CreatedWorktree>> FurnishAsync(Worktree worktree, IReadOnlyList<string> globs, CancellationToken cancellation)
    {
        Directory.CreateDirectory(worktree.Folder);
        var warnings = await submodules.FillAsync(worktree, cancellation);
        var copied = await copyIn.CopyAsync(worktree, globs, cancellation);
        return copied.IsSuccess
            ? new CreatedWorktree(worktree with { Copied = copied.Value.Copied }, [.. warnings, .. copied.Value.Warnings])
            : new CreatedWorktree(worktree, [.. warnings, $"Nothing was copied in: {copied.Error!.Message}"]);
    }

    private async Task<Result<Start>> BaseAsync(Checkout checkout, string? wanted, CancellationToken cancellation)
    {
        var name = wanted ?? "HEAD";
        var commit = await git.RunAsync(checkout.Place, new GitCall("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}") { AlsoGood = [1, 128] }, cancellation);
        if (!commit.IsSuccess)
        {
            return commit.Error!;
        }

        if (commit.Value.ExitCode == 0)
        {
            // "HEAD" stands for the branch that is checked out; of a detached HEAD, a tag or a commit nothing comes out.
            var branch = await git.RunAsync(checkout.Place, new GitCall("rev-parse", "--symbolic-full-name", "--end-of-options", name) { AlsoGood = [128] }, cancellation);
            var full = branch.IsSuccess ? branch.Value.Text.Split('\n')[^1] : "";
            return new Start(commit.Value.Text, full.StartsWith("refs/heads/", StringComparison.Ordinal) || full.StartsWith("refs/remotes/", StringComparison.Ordinal) ? full : null, IsEmpty: false);
        }

        return wanted is null
            ? await EmptyAsync(checkout, cancellation)
            : new Error(ErrorCodes.WorktreeBaseNotFound, $"\"{wanted}\" is no commit of {checkout.Root}.");
    }

    // A repository without a commit: the worktree begins with an empty one, which becomes nobody's history unless the work is merged as such.
    private async Task<Result<Start>> EmptyAsync(Checkout checkout, CancellationToken cancellation)
    {
        var tree = await git.TextAsync(checkout.Place, new GitCall("mktree"), cancellation);
        if (!tree.IsSuccess)
        {
            return tree.Error!;
        }

        var commit = await git.TextAsync(checkout.Place, new GitCall("commit-tree", "-m", "Empty, because the repository has no commit yet", tree.Value) { Variables = Identity.Drover }, cancellation);
        var head = await git.RunAsync(checkout.Place, new GitCall("symbolic-ref", "--quiet", "HEAD") { AlsoGood = [1] }, cancellation);
        return commit.IsSuccess && head.IsSuccess ? new Start(commit.Value, head.Value.Text is { Length: > 0 } name ? name : null, IsEmpty: true) : commit.Error ?? head.Error!;
    }

    private readonly record struct Start(string Commit, string? Ref, bool IsEmpty);
}
