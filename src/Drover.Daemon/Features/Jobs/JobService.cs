using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Daemon.Features.Jobs.Recent;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Jobs;

/// <summary>The use cases of jobs. Every edge comes through here, and so do other features that run a command in a workspace.</summary>
internal sealed class JobService(JobRegistry registry, JobFactory factory, JobStopping stopping, RecentCommands recent)
{
    /// <summary>Newest first, ended ones included.</summary>
    public IReadOnlyList<KnownJob> All => registry.All;

    public Result<KnownJob> Find(string id) => registry.Find(id);

    /// <summary>Starts a job; a command that cannot be started is a job that has ended. Follow it with <see cref="Streaming.JobFollowing"/>.</summary>
    public async Task<Result<KnownJob>> StartAsync(JobSpec spec)
    {
        var created = factory.Create(spec);
        if (created.Error is not null)
        {
            return created;
        }

        var job = created.Value;
        if (spec.IsRecent)
        {
            recent.Started(job);
        }

        await job.Process!.StartAsync(RunTrigger.Start);
        return job;
    }

    /// <summary>Begins to end a job: TERM, three seconds, KILL. Again during that time it kills at once.</summary>
    public Task<Result<JobCancelled>> CancelAsync(KnownJob job) => stopping.CancelAsync(job);

    /// <summary>Ends every job, as the daemon does when it is stopped. Cancelling means: kill what is left now.</summary>
    public async Task CancelAllAsync(CancellationToken hurry)
    {
        var running = registry.All.Where(job => !job.HasEnded).ToList();
        var all = Task.WhenAll((await StopAsync(running)).OfType<Task>());
        try
        {
            await all.WaitAsync(hurry);
        }
        catch (OperationCanceledException) when (hurry.IsCancellationRequested)
        {
            // A second stop during the grace kills at once.
            await StopAsync([.. running.Where(job => !job.HasEnded)]);
            await all;
        }
    }

    private Task<Task<StopReport>?[]> StopAsync(List<KnownJob> jobs) => Task.WhenAll(jobs.Select(job => stopping.StopAsync(job, JobReason.Cancelled)));
}
