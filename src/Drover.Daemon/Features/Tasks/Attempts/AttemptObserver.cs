using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>Follows one task's process: stores each change before the next one is made.</summary>
internal sealed class AttemptObserver(KnownTask task, TaskJournal journal) : IProcessObserver
{
    public ValueTask OnChangedAsync(SupervisedProcess process, ProcessSnapshot snapshot, ProcessEvent happened)
    {
        // During recovery the first changes come before the caller has the handle.
        task.Process = process;
        journal.Write(task);
        task.Told = snapshot;

        // Last: whoever sees the end sees how it ended.
        if (task.Living is { EndSequence: null } living && !snapshot.State.IsActive() && snapshot.RunNumber == living.Number)
        {
            living.EndSequence = task.Log.NextSequence;
        }

        task.Changed.Pulse();
        return ValueTask.CompletedTask;
    }
}
