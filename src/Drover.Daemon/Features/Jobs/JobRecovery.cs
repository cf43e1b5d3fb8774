using System.Text.Json;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Lifecycle;
using Drover.Daemon.Processes;
using Drover.Supervision.Spawn;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Jobs;

/// <summary>
/// Takes over what earlier daemons left: jobs of the store, and those that only their run directories still know because the database was lost.
/// What runs is adopted and its time goes on; ends that nobody saw are read from where their holders left them.
/// </summary>
internal sealed partial class JobRecovery(
    ProcessSupervisor supervisor, JobStore store, JobFactory factory, JobInputs inputs, EventLog events, DaemonFacts facts, ILogger<JobRecovery> logger)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        inputs.RemoveAll();
        var loaded = store.Load();
        if (loaded.Error is { } error)
        {
            StoreUnreadable(error.Message);
        }

        var stored = loaded.IsSuccess ? loaded.Value.OfType<StoredJob>().ToList() : [];
        if (loaded.IsSuccess && loaded.Value.Count > stored.Count)
        {
            facts.Warn([$"{loaded.Value.Count - stored.Count} jobs in the database could not be understood and are left out."]);
        }

        var runs = supervisor.ReadRecords();
        var running = runs.Select(run => run.RunId).ToHashSet();
        var known = stored.Select(job => job.Id).ToHashSet();
        var lost = runs.Where(run => !known.Contains(run.SessionId)).Select(Rebuild).OfType<StoredJob>().ToList();
        facts.Warn([.. lost.Select(job => $"Job {JobId.Of(job.Id)} was not in the database and is known again from its running process.")]);
        await Recovering.EachAsync(
            stored.Concat(lost),
            job => RecoverAsync(job, running.Contains(job.Snapshot.RunId)),
            (job, failure) => NotRecovered(JobId.Of(job.Id), failure),
            cancellation);
    }

    private async Task RecoverAsync(StoredJob stored, bool hasRun)
    {
        var job = await factory.RecoverAsync(stored, hasRun);
        if (job.Process?.Snapshot.State == ProcessState.Running)
        {
            events.Append("job.adopted", state: "running", jobId: job.Name);
        }
    }

    private StoredJob? Rebuild(RunRecord record)
    {
        try
        {
            if (record.Payload is not { } payload)
            {
                return null;
            }

            var kept = JobPayload.Parse(payload);
            return new StoredJob
            {
                Id = record.SessionId,
                CreatedAt = kept.CreatedAt,
                Plan = kept.Plan(),
                Snapshot = ProcessSnapshot.Of(record),
            };
        }
        catch (JsonException notOurs)
        {
            // Somebody else's run, e.g. a session's.
            NotAJob(record.RunId, notOurs.Message);
            return null;
        }
    }

    [LoggerMessage(2421, LogLevel.Error, "The jobs in the database cannot be read: {Reason}")]
    private partial void StoreUnreadable(string reason);

    [LoggerMessage(2422, LogLevel.Error, "Job {Job} could not be recovered")]
    private partial void NotRecovered(string job, Exception failure);

    [LoggerMessage(2424, LogLevel.Debug, "Run {Run} is no job's: {Reason}")]
    private partial void NotAJob(Guid run, string reason);
}
