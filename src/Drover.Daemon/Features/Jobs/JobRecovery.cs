using System.Text.Json;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Lifecycle;
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
    private const int AtOnce = 8;

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

        var runs = Runs();
        var known = stored.Select(job => job.Id).ToHashSet();
        var lost = runs.Values.Where(run => !known.Contains(run.SessionId)).Select(Rebuild).OfType<StoredJob>().ToList();
        facts.Warn([.. lost.Select(job => $"Job {JobId.Of(job.Id)} was not in the database and is known again from its running process.")]);
        await Parallel.ForEachAsync(
            stored.Concat(lost),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (job, _) => await TryAsync(job, runs.ContainsKey(job.Snapshot.RunId)));
    }

    // One job that cannot be recovered must not keep the daemon from starting for the others.
    private async Task TryAsync(StoredJob stored, bool hasRun)
    {
        try
        {
            var job = await factory.RecoverAsync(stored, hasRun);
            if (job.Process?.Snapshot.State == ProcessState.Running)
            {
                events.Append("job.adopted", state: "running", jobId: job.Name);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            NotRecovered(JobId.Of(stored.Id), failure);
        }
    }

    private Dictionary<Guid, RunRecord> Runs()
    {
        var found = new Dictionary<Guid, RunRecord>();
        foreach (var directory in RunDirectory.All(supervisor.RunsRoot))
        {
            try
            {
                if (RunRecord.Read(directory) is { } record)
                {
                    found[record.RunId] = record;
                }
            }
            catch (IOException unreadable)
            {
                RunUnreadable(directory.Path, unreadable.Message);
            }
        }

        return found;
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
                Snapshot = new ProcessSnapshot
                {
                    State = ProcessState.Starting,
                    RunNumber = record.RunNumber,
                    RunId = record.RunId,
                    StartedAt = record.StartedAt,
                    HolderPid = record.HolderPid == 0 ? null : record.HolderPid,
                    Output = OutputState.Live,
                },
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

    [LoggerMessage(2423, LogLevel.Warning, "The record of the run in {Path} cannot be read: {Reason}")]
    private partial void RunUnreadable(string path, string reason);

    [LoggerMessage(2424, LogLevel.Debug, "Run {Run} is no job's: {Reason}")]
    private partial void NotAJob(Guid run, string reason);
}
