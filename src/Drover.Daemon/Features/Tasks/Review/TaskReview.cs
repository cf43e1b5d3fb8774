using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Worktrees;

namespace Drover.Daemon.Features.Tasks.Review;

/// <summary>The use cases of a task's changes: looking at them, merging them, keeping them when their worktree goes. Each but the first waits until nothing works on them.</summary>
internal sealed class TaskReview(WorktreeService worktrees, TaskChanges changes, TaskJournal journal, TaskEvents events, TimeProvider time)
{
    /// <summary>What the task has changed, with what is in no commit yet.</summary>
    /// <param name="task">The task.</param>
    /// <param name="file">One file of it; null for all.</param>
    /// <param name="cancellation">Ends the git that computes it.</param>
    public async Task<Result<TaskDiff>> DiffAsync(KnownTask task, string? file, CancellationToken cancellation)
    {
        if (task.Record.Worktree is not { } worktree)
        {
            return new TaskDiff { TaskId = task.Name, Isolated = false, BaseMoved = false, Stat = "", Files = [], Patch = "", Truncated = false };
        }

        var diff = await worktrees.DiffAsync(worktree, file, cancellation);
        if (diff.IsSuccess)
        {
            task.Change(record => record with { BaseMoved = diff.Value.BaseMoved });
        }

        return diff.Error is { } error ? error : diff.Value with { Patch = Redaction.Of(task.Record, diff.Value.Patch) };
    }

    public Task<Result<string>> MergeAsync(KnownTask task, MergeTaskRequest request) => ActAsync(task, TaskMove.Merge, async worktree =>
    {
        var spec = task.Record.Spec;
        var wish = new MergeWish(request.Mode ?? MergeMode.Apply, request.Message ?? spec.Title, request.ExpectedHead, spec.Policy.AllowedFileGlobs ?? []);
        var merged = await worktrees.MergeAsync(worktree, wish, CancellationToken.None);
        if (merged.Error is { } error)
        {
            return error;
        }

        var now = time.GetUtcNow();
        task.Move(TaskMove.Merge, merged.Value.Message, now);
        task.Change(record => record with { Worktree = merged.Value.Worktree, HeadCommit = merged.Value.Head, MergedAt = now });
        events.TellState(task, EventCategories.Merged, merged.Value.Message);
        if (request.DeleteAfter is not true)
        {
            return merged.Value.Message;
        }

        var cleaned = await CleanUpAsync(task, merged.Value.Worktree, force: false);
        return cleaned.Error is { } kept ? $"{merged.Value.Message} Its worktree stays: {kept.Message}" : $"{merged.Value.Message} {cleaned.Value}";
    });

    public Task<Result<string>> UpdateAsync(KnownTask task, UpdateTaskRequest? request) => ActAsync(task, TaskMove.Update, async worktree =>
    {
        var updated = await worktrees.UpdateAsync(worktree, request?.Mode ?? UpdateMode.Rebase, CancellationToken.None);
        if (updated.Error is { } error)
        {
            return error;
        }

        task.Change(record => record with { Worktree = updated.Value, UpdatedAt = time.GetUtcNow() });
        await changes.SettleAsync(task);
        var words = $"Brought onto {updated.Value.BaseCommit[..12]}";
        TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Updated, words);
        return words;
    });

    public Task<Result<string>> PushAsync(KnownTask task, PushTaskRequest? request) => ActAsync(task, TaskMove.Update, async worktree =>
    {
        var policy = task.Record.Spec.Policy;
        if (!policy.AllowGitWrite || policy.NetworkMode != NetworkMode.Enabled)
        {
            return new Error(ErrorCodes.TaskStartRefused, "Pushing needs a policy with allow_git_write and allow_network.");
        }

        var pushed = await worktrees.PushAsync(worktree, request?.Remote, request?.Branch, CancellationToken.None);
        if (pushed.IsSuccess)
        {
            TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Pushed, pushed.Value);
        }

        return pushed;
    });

    public Task<Result<string>> CleanUpAsync(KnownTask task, bool force) => ActAsync(task, TaskMove.Cleanup, worktree => CleanUpAsync(task, worktree, force));

    public Task<Result<string>> RestoreAsync(KnownTask task) => ActAsync(task, TaskMove.Restore, async worktree =>
    {
        if (task.Record.CleanedAt is null)
        {
            return new Error(ErrorCodes.WorktreeExists, "Its worktree was not cleaned up; there is nothing to restore.");
        }

        var restored = await worktrees.RestoreAsync(worktree, task.Record.Spec.CopyIn ?? [], CancellationToken.None);
        if (restored.Error is { } error)
        {
            return error;
        }

        task.Change(record => record with { Worktree = restored.Value.Worktree, CleanedAt = null, UpdatedAt = time.GetUtcNow() });
        var words = $"Its worktree is at {restored.Value.Worktree!.Path} again";
        TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Restored, words);
        return words;
    }, mayBeCleaned: true);

    private async Task<Result<string>> CleanUpAsync(KnownTask task, Worktree worktree, bool force)
    {
        var cleaned = await worktrees.CleanUpAsync(worktree, force, CancellationToken.None);
        if (cleaned.IsSuccess)
        {
            task.Change(record => record with { CleanedAt = time.GetUtcNow(), UpdatedAt = time.GetUtcNow() });
            TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.CleanedUp, cleaned.Value);
        }

        return cleaned;
    }

    private async Task<Result<string>> ActAsync(KnownTask task, TaskMove move, Func<Worktree, Task<Result<string>>> act, bool mayBeCleaned = false)
    {
        await task.Gate.WaitAsync();
        try
        {
            if (TaskTransitions.After(task.Record.State, move).Error is { } impossible)
            {
                return impossible;
            }

            if (task.Record.Worktree is not { } worktree)
            {
                return new Error(
                    ErrorCodes.TaskNotIsolated,
                    task.Record.Spec.Isolate ? "The task has no worktree: its workspace is not in git, so its changes are there already." : "The task works in its workspace itself; its changes are there already.");
            }

            if (!mayBeCleaned && task.Record.CleanedAt is not null)
            {
                return new Error(ErrorCodes.WorktreeGone, "Its worktree was cleaned up: drover task restore brings it back.");
            }

            var done = await act(worktree);
            journal.Write(task);
            return done;
        }
        finally
        {
            task.Gate.Release();
        }
    }
}
