using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Keeps the ended jobs that ended last, with what they printed, and removes the others.</summary>
internal sealed partial class JobRetention(ProcessSupervisor supervisor, JobRegistry registry, JobStore store, JobsOptions options, ILogger<JobRetention> logger)
{
    // Removing a tenth at a time: each is a walk over all of them.
    private int Slack => Math.Max(1, options.Keep / 10);

    private const int Idle = 0;
    private const int Running = 1;
    private const int RunningAndAskedAgain = 2;

    private int _state;

    /// <summary>A job has ended; whether others have to go for it is looked at elsewhere, lest its end waits for that.</summary>
    public void OneMore()
    {
        if (registry.Count <= options.Keep + Slack)
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _state, Running, Idle) == Idle)
        {
            _ = Task.Run(RunAsync);
        }
        else
        {
            // Should it be idle again by now, the next job that ends asks again.
            Interlocked.CompareExchange(ref _state, RunningAndAskedAgain, Running);
        }
    }

    /// <summary>Removes the ended jobs beyond the number that is kept, oldest first.</summary>
    public async Task ApplyAsync()
    {
        foreach (var job in registry.All.Where(job => job.IsOver).Skip(options.Keep).ToList())
        {
            await RemoveAsync(job);
        }
    }

    private async Task RunAsync()
    {
        do
        {
            Volatile.Write(ref _state, Running);
            await ApplyAsync();
        }
        while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
    }

    private async Task RemoveAsync(KnownJob job)
    {
        job.Removed = true;
        registry.Remove(job);
        if (store.Delete(job.Name).Error is { } error)
        {
            NotRemoved(job.Name, error.Message);
        }

        try
        {
            if (job.Process is { } process)
            {
                await supervisor.RemoveAsync(process);
            }
            else
            {
                supervisor.Logs.Remove(job.Id);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotRemoved(job.Name, failure.Message);
        }

        job.Changed.Pulse();
    }

    [LoggerMessage(2411, LogLevel.Warning, "What was kept of job {Job} could not all be removed: {Reason}")]
    private partial void NotRemoved(string job, string reason);
}
