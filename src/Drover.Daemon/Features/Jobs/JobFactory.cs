using Drover.Contracts.Errors;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Features.Jobs.Recent;
using Drover.Daemon.Ports;
using Drover.Daemon.Processes;
using Drover.Supervision.Identity;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Puts a job together: its ports, its process, its observer, its place in the registry.</summary>
internal sealed class JobFactory(
    ProcessSupervisor supervisor,
    JobRegistry registry,
    JobLauncher launcher,
    JobJournal journal,
    JobDeadlines deadlines,
    JobInputs inputs,
    JobStopping stopping,
    JobRetention retention,
    RecentCommands recent,
    PortAllocator ports,
    EventLog events,
    TimeProvider time)
{
    /// <summary>Makes a new job known. It is not started yet.</summary>
    public Result<KnownJob> Create(JobSpec spec)
    {
        var leases = launcher.TakePorts(spec);
        var chosen = leases.ToDictionary(lease => lease.Key, lease => lease.Value.Port, StringComparer.Ordinal);
        var plan = new JobPlan { Cmd = spec.Cmd, Workspace = spec.Folder.Workspace.Path, Cwd = spec.Folder.Path, Timeout = spec.Timeout, Ports = chosen };
        KnownJob job;
        do
        {
            job = New(Guid.NewGuid(), plan, time.GetUtcNow());
        }
        while (!registry.Add(job));

        job.Process = supervisor.Create(job.Id, launcher.PlanFor(job, spec, [.. leases.Values]), ObserverOf(job));
        return job;
    }

    /// <summary>Takes a job over from an earlier daemon: one that has ended needs no owner any more.</summary>
    public async Task<KnownJob> RecoverAsync(StoredJob stored, bool hasRun)
    {
        var job = New(stored.Id, stored.Plan, stored.CreatedAt);
        job.Ending = stored.Ending;
        job.EndSequence = stored.EndSequence;
        job.Duration = stored.Duration;
        job.Told = stored.Snapshot;
        registry.Add(job);
        if (!hasRun && job.IsOver)
        {
            return job;
        }

        foreach (var port in stored.Plan.Ports.Values)
        {
            ports.Keep(port);
        }

        job.IsRecovering = true;
        job.Process = await supervisor.RecoverAsync(new RecoveredProcess(stored.Id, stored.Snapshot), launcher.PlanForRecovered(job), ObserverOf(job));
        job.IsRecovering = false;
        if (job.Process.Snapshot is { State: ProcessState.Running or ProcessState.Starting, RunNumber: > 0 })
        {
            deadlines.Start(job, isAdopted: true, () => stopping.TimeIsOver(job));
        }

        return job;
    }

    private KnownJob New(Guid id, JobPlan plan, DateTimeOffset createdAt) => new(id, plan, createdAt, new RunClock(time, BootClock.System), launcher.LogOf);

    private JobObserver ObserverOf(KnownJob job) => new(job, journal, deadlines, inputs, recent, ports, events, stopping, retention);
}
