using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks;

/// <summary>
/// Starts what waits, as soon as there is room: so many attempts at once in a workspace and in all, higher priority first, then first come first served; none
/// before those it depends on have ended well.
/// </summary>
internal sealed class TaskQueue(TaskRegistry registry, TasksOptions options)
{
    private readonly Lock _looking = new();

    /// <summary>Starts a task that may start now; set when the feature is put together.</summary>
    public Func<KnownTask, Task>? Start { get; set; }

    /// <summary>Why a task has to wait; null when it may start now.</summary>
    public string? Obstacle(KnownTask task)
    {
        var record = task.Record;
        foreach (var id in record.Spec.DependsOn)
        {
            if (registry.Of(id) is { Record: var other } && other.State is not (TaskState.Completed or TaskState.ReadyForReview))
            {
                return $"it waits for \"{other.Spec.Title}\"";
            }
        }

        var active = registry.All.Where(other => other != task && (other.Living is not null || other.IsStarting)).ToList();
        return active.Count >= options.MaxParallel ? $"{active.Count} tasks run, as many as may at once"
            : active.Count(other => other.Record.Spec.Workspace == record.Spec.Workspace) >= options.MaxParallelPerWorkspace ? $"{options.MaxParallelPerWorkspace} tasks run in its workspace, as many as may at once"
            : null;
    }

    /// <summary>Looks whether something that waits can start.</summary>
    public void Look()
    {
        lock (_looking)
        {
            foreach (var task in registry.All
                .Where(task => task.Record is { IsWaiting: true, State: TaskState.Queued } && !task.IsStarting)
                .OrderByDescending(task => task.Record.Spec.Priority)
                .ThenBy(task => task.Record.CreatedAt))
            {
                if (Obstacle(task) is null)
                {
                    task.IsStarting = true;
                    _ = Start!(task);
                }
            }
        }
    }
}
