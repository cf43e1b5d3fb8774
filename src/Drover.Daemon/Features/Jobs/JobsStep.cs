using Drover.Daemon.Features.Jobs.Recent;
using Drover.Daemon.Lifecycle;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Recovers the jobs before the daemon listens, and ends them, if they are to end, after it stopped listening.</summary>
internal sealed class JobsStep(JobRecovery recovery, JobRetention retention, RecentCommands recent, JobService jobs, JobJournal journal) : IDaemonStep
{
    public string Name => "jobs";

    // Longer than the grace and the five seconds that processes get to vanish after KILL.
    public TimeSpan StopBudget => TimeSpan.FromSeconds(20);

    public async Task StartAsync(CancellationToken cancellation)
    {
        await recovery.RunAsync(cancellation);
        await retention.ApplyAsync();
        recent.Trim();
    }

    public async Task StopAsync(bool keep, CancellationToken cancellation)
    {
        try
        {
            if (!keep)
            {
                await jobs.CancelAllAsync(cancellation);
            }
        }
        finally
        {
            journal.Flush();
        }
    }
}
