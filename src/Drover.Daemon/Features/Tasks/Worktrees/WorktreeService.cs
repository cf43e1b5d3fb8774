using System.Collections.Concurrent;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>
/// Worktrees of tasks: all that is done to them and with their work. What changes a repository does so one at a time for each repository. It is the
/// caller's to see to it that no agent works in a worktree while its work is committed, merged, updated, pushed or cleaned up.
/// </summary>
internal sealed class WorktreeService
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _repositories = new(StringComparer.Ordinal);
    private readonly GitProgram _git = new();
    private readonly WorktreeCommits _commits;
    private readonly WorktreeDiffs _diffs;
    private readonly WorktreeMerging _merging;
    private readonly WorktreeCreation _creation;
    private readonly WorktreeCleaning _cleaning;
    private readonly WorktreeUpdating _updating;

    /// <param name="folders">Where worktrees lie.</param>
    /// <param name="time">For telling a lock that is held from one that was left.</param>
    public WorktreeService(WorktreeFolders folders, TimeProvider time)
    {
        var submodules = new WorktreeSubmodules(_git);
        var staging = new WorktreeStaging(_git, folders);
        var prediction = new MergePrediction(_git);
        _commits = new WorktreeCommits(_git, folders, staging, submodules, time);
        _diffs = new WorktreeDiffs(_git, _commits, staging);
        _merging = new WorktreeMerging(_git, _commits, _diffs, prediction, new MergeTarget(_git), new TargetUpdate(_git, folders));
        _creation = new WorktreeCreation(_git, folders, staging, submodules, new CopyIn(_git));
        _cleaning = new WorktreeCleaning(_git, _commits, _diffs, _merging, _creation);
        _updating = new WorktreeUpdating(_git, _commits, _diffs, prediction);
    }

    /// <summary>Makes a worktree; a workspace that is not in git gets none, which is no failure.</summary>
    public async Task<Result<CreatedWorktree>> CreateAsync(WorktreeWish wish, CancellationToken cancellation)
    {
        // A git that makes a worktree reads those that others are just making, and fails on what is half there.
        var found = await Checkout.FindAsync(_git, wish.Workspace, cancellation);
        return found is { IsSuccess: true, Value: { } checkout }
            ? await AloneAsync(checkout.CommonDir, () => _creation.CreateAsync(wish, cancellation), cancellation)
            : await _creation.CreateAsync(wish, cancellation);
    }

    /// <summary>The workspace's own checkout, for the diff of a task that works in place; null when it is not in git.</summary>
    public Task<Result<Worktree?>> InPlaceAsync(string workspace, string taskId, CancellationToken cancellation) => _creation.InPlaceAsync(workspace, taskId, cancellation);

    /// <summary>What it holds.</summary>
    public Task<Result<WorktreeStatus>> StatusAsync(Worktree worktree, CancellationToken cancellation) => _commits.StatusAsync(worktree, cancellation);

    /// <summary>The difference between its base and now. May be asked for while the agent works.</summary>
    /// <param name="worktree">The worktree.</param>
    /// <param name="file">One file of the diff, by its path; else all.</param>
    /// <param name="cancellation">Ends the git that computes it.</param>
    public Task<Result<TaskDiff>> DiffAsync(Worktree worktree, string? file, CancellationToken cancellation) => _diffs.DiffAsync(worktree, file, cancellation);

    /// <summary>Commits what an agent left: changed, staged, untracked and deleted files.</summary>
    /// <returns>The newest commit of the work.</returns>
    public Task<Result<string>> CommitAsync(Worktree worktree, string message, CancellationToken cancellation) =>
        AloneAsync(worktree, () => _commits.CommitAsync(worktree, message, cancellation), cancellation);

    /// <summary>Merges into the checkout it came from: all of it or nothing.</summary>
    public Task<Result<Merged>> MergeAsync(Worktree worktree, MergeWish wish, CancellationToken cancellation) =>
        AloneAsync(worktree, () => _merging.MergeAsync(worktree, wish, cancellation), cancellation);

    /// <summary>Brings the work onto its base as that is now.</summary>
    public Task<Result<Worktree>> UpdateAsync(Worktree worktree, UpdateMode mode, CancellationToken cancellation) =>
        AloneAsync(worktree, () => _updating.UpdateAsync(worktree, mode, cancellation), cancellation);

    /// <summary>Pushes the work to a branch of a remote.</summary>
    public Task<Result<string>> PushAsync(Worktree worktree, string? remote, string? branch, CancellationToken cancellation) =>
        AloneAsync(worktree, () => _updating.PushAsync(worktree, remote, branch, cancellation), cancellation);

    /// <summary>Removes folder and branch; the work stays on the task's ref.</summary>
    public Task<Result<string>> CleanUpAsync(Worktree worktree, bool force, CancellationToken cancellation) =>
        AloneAsync(worktree, () => _cleaning.CleanUpAsync(worktree, force, cancellation), cancellation);

    /// <summary>Undoes a clean-up.</summary>
    public Task<Result<CreatedWorktree>> RestoreAsync(Worktree worktree, IReadOnlyList<string> copyIn, CancellationToken cancellation) =>
        AloneAsync(worktree, () => _cleaning.RestoreAsync(worktree, copyIn, cancellation), cancellation);

    private Task<Result<T>> AloneAsync<T>(Worktree worktree, Func<Task<Result<T>>> work, CancellationToken cancellation) => worktree.IsInPlace
        ? Task.FromResult<Result<T>>(new Error(ErrorCodes.TaskNotIsolated, $"The task works in place, in {worktree.Path}: it has no worktree."))
        : AloneAsync(worktree.CommonDir, work, cancellation);

    private async Task<Result<T>> AloneAsync<T>(string repository, Func<Task<Result<T>>> work, CancellationToken cancellation)
    {
        var turn = _repositories.GetOrAdd(repository, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }
}
