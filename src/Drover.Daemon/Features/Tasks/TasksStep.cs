using Drover.Daemon.Features.Tasks.Attempts;
using Drover.Daemon.Lifecycle;

namespace Drover.Daemon.Features.Tasks;

/// <summary>Recovers the tasks before the daemon listens, and ends their attempts, if they are to end, after it stopped listening.</summary>
internal sealed class TasksStep(TaskRecovery recovery, TaskService tasks, AttemptStopping stopping, AttemptBudget budget, FollowingTasks following, TaskQueue queue, TaskJournal journal) : IDaemonStep
{
    public string Name => "tasks";

    // Longer than the grace and the five seconds that processes get to vanish after KILL.
    public TimeSpan StopBudget => TimeSpan.FromSeconds(25);

    public async Task StartAsync(CancellationToken cancellation)
    {
        queue.Start = tasks.StartAsync;
        budget.Exceeded = stopping.Exceeded;
        await recovery.RunAsync(cancellation);
        queue.Look();
    }

    public async Task StopAsync(bool keep, CancellationToken cancellation)
    {
        try
        {
            if (!keep)
            {
                await stopping.StopAllAsync(cancellation);
            }

            await following.StopAsync();
        }
        finally
        {
            journal.Flush();
        }
    }
}
