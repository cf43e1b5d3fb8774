using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Jobs;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Worktrees;
using Drover.Daemon.Workspaces;
using Drover.Contracts.Workspaces;

namespace Drover.Daemon.Features.Tasks.Review;

/// <summary>A task's own place to work in, and what was done there.</summary>
internal sealed class TaskChanges(WorktreeService worktrees, JobService jobs, TaskJournal journal)
{
    /// <summary>Sees to it that the task has its worktree, where it is to have one and its workspace is in git.</summary>
    /// <returns>Why it cannot work.</returns>
    public async Task<Error?> IsolateAsync(KnownTask task)
    {
        var record = task.Record;
        var spec = record.Spec;
        if (!Directory.Exists(spec.Workspace))
        {
            return new Error(
                ErrorCodes.WorkspaceGone,
                File.Exists(spec.Workspace) ? $"The workspace {spec.Workspace} is a file." : $"The folder of the workspace, {spec.Workspace}, is not there any more.");
        }

        if (!spec.Isolate || record.Worktree is not null)
        {
            return spec.Isolate && record.CleanedAt is not null ? new Error(ErrorCodes.TaskNotIsolated, "Its worktree was cleaned up: drover task restore makes it again.") : null;
        }

        var made = await worktrees.CreateAsync(new WorktreeWish(spec.Workspace, task.Name, spec.Title, spec.Base, spec.CopyIn), CancellationToken.None);
        if (made.Error is { } error)
        {
            return error;
        }

        foreach (var warning in made.Value.Warnings)
        {
            TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Isolation, warning);
        }

        if (made.Value.Worktree is not { } worktree)
        {
            TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Isolation, $"{spec.Workspace} is not in git: the task works in it, not in a worktree");
            return null;
        }

        task.Change(known => known with { Worktree = worktree });
        journal.Write(task);
        TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Isolation, $"Works in {worktree.Path} on {worktree.Branch}, from {worktree.BaseCommit[..12]}");
        return spec.Setup is { Length: > 0 } setup ? await SetUpAsync(task, worktree, setup) : null;
    }

    /// <summary>Commits what an attempt left uncommitted, and tells what there is.</summary>
    public async Task<ChangesLeft> SettleAsync(KnownTask task)
    {
        if (task.Record.Worktree is not { } worktree)
        {
            return ChangesLeft.None;
        }

        var head = await worktrees.CommitAsync(worktree, task.Record.Spec.Title, CancellationToken.None);
        var diff = head.Error is { } lost ? lost : await worktrees.DiffAsync(worktree, null, CancellationToken.None);
        if (diff.Error is { } unknown)
        {
            return new ChangesLeft(false, null, unknown.Message);
        }

        var stat = diff.Value.Files.Count == 0 ? null : diff.Value.Stat.TrimEnd().Split('\n')[^1].Trim();
        task.Change(record => record with { HeadCommit = head.Value, DiffStat = stat });
        if (stat is not null)
        {
            TaskHistory.Tell(task, TaskEventKind.Diff, "diff", stat);
        }

        return new ChangesLeft(stat is not null, stat, null);
    }

    private async Task<Error?> SetUpAsync(KnownTask task, Worktree worktree, string command)
    {
        var started = await jobs.StartAsync(new JobSpec
        {
            Cmd = command,
            Folder = new WorkspaceFolder(new Workspace(task.Record.Spec.Title, worktree.Folder), worktree.Folder),
            IsRecent = false,
        });
        if (started.Error is { } error)
        {
            return error;
        }

        var job = started.Value;
        await job.WaitForEndAsync(CancellationToken.None);
        return job.End!.Code == 0 ? null : new Error(ErrorCodes.TaskStartFailed, $"Its setup, {command}, ended with {job.End.Code}; job {job.Name} has what it printed.");
    }
}
