using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Removes worktrees and brings them back. The work is kept on the task's ref, always.</summary>
internal sealed class WorktreeCleaning(GitProgram git, WorktreeCommits commits, WorktreeDiffs diffs, WorktreeMerging merging, WorktreeCreation creation)
{
    /// <summary>Removes folder and branch.</summary>
    /// <returns>A sentence about what was removed and kept.</returns>
    public async Task<Result<string>> CleanUpAsync(Worktree worktree, bool force, CancellationToken cancellation)
    {
        var head = await commits.CommitAsync(worktree, "What was left at the clean-up", cancellation);
        if (!head.IsSuccess)
        {
            // Of a worktree that was removed with everything there is nothing left to lose.
            return head.Error!.Code == ErrorCodes.WorktreeGone ? await RemoveAsync(worktree, null, cancellation) : head.Error;
        }

        if (!force && !await IsMergedAsync(worktree, head.Value, cancellation))
        {
            return new Error(ErrorCodes.WorktreeUnmerged, $"{worktree.Branch} has work that was not merged. With force it is cleaned up all the same, and kept on {worktree.KeptRef}.");
        }

        return await commits.KeepAsync(worktree, head.Value) ?? await RemoveAsync(worktree, head.Value, cancellation);
    }

    /// <summary>Makes the worktree again, with the work that was kept.</summary>
    public async Task<Result<CreatedWorktree>> RestoreAsync(Worktree worktree, IReadOnlyList<string> copyIn, CancellationToken cancellation)
    {
        if (Path.Exists(worktree.Path))
        {
            return new Error(ErrorCodes.WorktreeExists, $"{worktree.Path} is there: there is nothing to restore.");
        }

        var head = await commits.HeadAsync(worktree, cancellation);
        if (!head.IsSuccess)
        {
            return head.Error!;
        }

        // Git still lists a worktree whose folder was removed by hand, and would refuse the name.
        await ForgetAsync(worktree);
        var branch = worktree.Branch;
        var tip = await commits.CommitOfAsync(worktree.Target, "refs/heads/" + branch, cancellation);
        for (var number = 2; tip is not null && tip != head.Value; number++)
        {
            branch = $"{worktree.Branch}-{number}";
            tip = await commits.CommitOfAsync(worktree.Target, "refs/heads/" + branch, cancellation);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(worktree.Path)!, OwnFile.DirectoryMode);
        string[] what = tip is null ? ["-b", branch, "--", worktree.Path, head.Value] : ["--", worktree.Path, branch];
        var added = await git.RunAsync(worktree.Target, new GitCall(["worktree", "add", "--quiet", .. what]) { Writes = true }, cancellation);
        var made = added.IsSuccess ? await Checkout.FindAsync(git, worktree.Path, CancellationToken.None) : added.Error!;
        return made is { IsSuccess: true, Value: { } itself }
            ? await creation.FurnishAsync(worktree with { Branch = branch, GitDir = itself.GitDir }, copyIn, cancellation)
            : made.Error ?? new Error(ErrorCodes.GitFailed, $"git made {worktree.Path} and does not know it.");
    }

    private async Task<bool> IsMergedAsync(Worktree worktree, string head, CancellationToken cancellation)
    {
        if (head == worktree.MergedHead || head == worktree.BaseCommit)
        {
            return true;
        }

        if (await commits.CommitOfAsync(worktree.Target, "HEAD", cancellation) is { } target && await merging.IsAncestorAsync(worktree, head, target, cancellation))
        {
            return true;
        }

        return await diffs.FilesAsync(worktree, head, cancellation) is { IsSuccess: true, Value.Count: 0 };
    }

    private async Task<Result<string>> RemoveAsync(Worktree worktree, string? head, CancellationToken cancellation)
    {
        if (Path.Exists(worktree.Path))
        {
            // Twice: also a locked one. Submodules need the force even when they are clean.
            var remove = new GitCall("worktree", "remove", "--force", "--force", "--", worktree.Path) { Writes = true };
            var removed = await git.RunAsync(worktree.Target, remove, cancellation);
            if (!removed.IsSuccess && Path.Exists(worktree.Path) && DeleteFolder(worktree) is { } error)
            {
                return error;
            }
        }

        await ForgetAsync(worktree);
        var tip = await commits.CommitOfAsync(worktree.Target, "refs/heads/" + worktree.Branch, CancellationToken.None);
        var isKept = tip is not null && head is not null && await merging.IsAncestorAsync(worktree, tip, head, CancellationToken.None);
        if (isKept)
        {
            var call = new GitCall("update-ref", "-d", "refs/heads/" + worktree.Branch, tip!) { Writes = true };
            isKept = (await git.RunAsync(worktree.Target, call, CancellationToken.None)).IsSuccess;
        }

        return head is null
            ? $"{worktree.Path} is gone, and nothing was left of its work."
            : $"{worktree.Path} was removed{(isKept ? $" with its branch {worktree.Branch}" : "")}; the work is kept on {worktree.KeptRef}.";
    }

    // By git when the folder is gone but git's own folder of it is not.
    private async Task ForgetAsync(Worktree worktree)
    {
        if (!Path.Exists(worktree.Path) && Directory.Exists(worktree.GitDir) && worktree.GitDir != worktree.CommonDir)
        {
            await git.RunAsync(worktree.Target, new GitCall("worktree", "remove", "--force", "--force", "--", worktree.Path) { Writes = true, AlsoGood = [128] }, CancellationToken.None);
        }
    }

    private static Error? DeleteFolder(Worktree worktree)
    {
        var path = worktree.Path;
        if (Path.GetFileName(path) != worktree.TaskId)
        {
            return new Error(ErrorCodes.GitFailed, $"{path} is no folder that Drover made and is not deleted.");
        }

        try
        {
            // Links are removed, not followed.
            Directory.Delete(path, recursive: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCodes.GitFailed, $"{path} cannot be deleted: {failure.Message}");
        }
    }
}
