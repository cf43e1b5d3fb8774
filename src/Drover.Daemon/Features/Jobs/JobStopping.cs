using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Ends jobs before their time, or when it is over: TERM to all of it, three seconds, KILL, until nothing is left.</summary>
internal sealed partial class JobStopping(JobJournal journal, ILogger<JobStopping> logger)
{
    public static readonly StopPolicy Policy = new(SignalNames.Term, JobsOptions.Grace);

    /// <summary>Cancels a job. A second time, during the grace, it kills at once.</summary>
    public async Task<Result<JobCancelled>> CancelAsync(KnownJob job) =>
        await StopAsync(job, JobReason.Cancelled) is null ? JobErrors.Ended(job) : new JobCancelled(job.Name, job.State);

    /// <summary>Begins to end a job.</summary>
    /// <returns>Completes when nothing of it is left; null when there was nothing to end.</returns>
    public async Task<Task<StopReport>?> StopAsync(KnownJob job, JobReason why)
    {
        if (job.HasEnded || job.Process is not { } process)
        {
            return null;
        }

        // Before the stop, so that the end it brings about has its reason, over a restart of the daemon too.
        var wasAsked = job.Ending is not null;
        job.Ending = why;
        if (!wasAsked)
        {
            journal.Write(job);
        }

        try
        {
            return (await process.StopAsync(Policy)).Stopped;
        }
        catch (Exception gone) when (gone is ObjectDisposedException or RunUnavailableException)
        {
            NotStopped(job.Name, gone.Message);
            return null;
        }
    }

    /// <summary>The job's time is over.</summary>
    public void TimeIsOver(KnownJob job) => _ = StopAsync(job, JobReason.Timeout);

    [LoggerMessage(2401, LogLevel.Warning, "Job {Job} was not stopped: {Reason}")]
    private partial void NotStopped(string job, string reason);
}
