using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Attempts;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Review;
using Drover.Daemon.Lifecycle;
using Drover.Daemon.Processes;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Tasks;

/// <summary>
/// Takes over what earlier daemons left. An attempt whose process lives goes on: its conversation is made again from the lines in its log, approvals that
/// waited still wait. One that ended meanwhile ends now.
/// </summary>
internal sealed partial class TaskRecovery(
    TaskStore store,
    TaskRegistry registry,
    AttemptLauncher launcher,
    AttemptStart attempts,
    AttemptBudget budget,
    TaskChecks checks,
    DaemonFacts facts,
    ILogger<TaskRecovery> logger)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var loaded = store.Load();
        if (loaded.Error is { } error)
        {
            StoreUnreadable(error.Message);
            return;
        }

        var stored = loaded.Value.OfType<TaskRecord>().ToList();
        if (loaded.Value.Count > stored.Count)
        {
            facts.Warn([$"{loaded.Value.Count - stored.Count} tasks in the database could not be understood and are left out."]);
        }

        await Recovering.EachAsync(stored, RecoverAsync, (record, failure) => NotRecovered(record.Id, failure), cancellation);
    }

    private async Task RecoverAsync(TaskRecord record)
    {
        var task = new KnownTask(record, launcher.LogOf);
        registry.Add(task);
        if (record.Current is not { } current)
        {
            checks.Resume(task);
            return;
        }

        // The conversation is there before the process tells of its end.
        attempts.Adopt(task, current.AttemptNumber);
        await launcher.AdoptAsync(task);
        if (task.Living is not { } living)
        {
            return;
        }

        var snapshot = task.Process!.Snapshot;
        if (!Drover.Supervision.Supervisor.ProcessStates.IsActive(snapshot.State) && living.EndSequence is null)
        {
            task.Told = snapshot;
            living.EndSequence = task.Log.NextSequence;
        }
        else
        {
            TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.AttemptAdopted, "The daemon was started again; the attempt goes on");
        }

        budget.Watch(task);
        attempts.Follow(task, snapshot.FirstSequence);
    }

    [LoggerMessage(2531, LogLevel.Error, "The tasks in the database cannot be read: {Reason}")]
    private partial void StoreUnreadable(string reason);

    [LoggerMessage(2532, LogLevel.Error, "Task {Task} could not be recovered")]
    private partial void NotRecovered(Guid task, Exception failure);
}
