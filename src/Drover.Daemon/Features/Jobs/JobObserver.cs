using Drover.Contracts.Jobs;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Features.Jobs.Recent;
using Drover.Daemon.Ports;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Follows one job's process: stores each change before the next one is made, and tells it as an event.</summary>
internal sealed class JobObserver(
    KnownJob job,
    JobJournal journal,
    JobDeadlines deadlines,
    JobInputs inputs,
    RecentCommands recent,
    PortAllocator ports,
    EventLog events,
    JobStopping stopping,
    JobRetention retention) : IProcessObserver
{
    public ValueTask OnChangedAsync(SupervisedProcess process, ProcessSnapshot snapshot, ProcessEvent happened)
    {
        // During recovery the first changes come before the caller has the handle.
        job.Process = process;
        try
        {
            Follow(snapshot, happened);
        }
        finally
        {
            job.Told = snapshot;
        }

        if (job.IsOver)
        {
            retention.OneMore();
        }

        return ValueTask.CompletedTask;
    }

    private void Follow(ProcessSnapshot snapshot, ProcessEvent happened)
    {
        switch (happened)
        {
            case ProcessEvent.RunStarting:
                job.Clock.Begin(snapshot);
                break;
            case ProcessEvent.RunStarted:
                inputs.Remove(job.Id);
                deadlines.Start(job, isAdopted: job.IsRecovering, () => stopping.TimeIsOver(job));
                break;
            case ProcessEvent.Changed when snapshot.State == ProcessState.Starting:
                // The holder's id alone is not worth a write: the run directory knows it, too.
                return;
        }

        var ended = job.EndSequence is null && !snapshot.State.IsActive();
        if (ended)
        {
            deadlines.Stop(job);
            inputs.Remove(job.Id);
            job.EndSequence = job.Log.NextSequence;
            job.Duration = job.Clock.AgeOf(snapshot);
            foreach (var port in job.Plan.Ports.Values)
            {
                ports.Return(port);
            }
        }

        // The run directory knows the process id, too; a row more would only delay the end of a short command.
        if (happened != ProcessEvent.RunStarted)
        {
            journal.Write(job);
        }

        Tell(snapshot, happened, ended);
    }

    private void Tell(ProcessSnapshot snapshot, ProcessEvent happened, bool ended)
    {
        if (ended)
        {
            var end = JobEnd.Of(snapshot.Exit, job.Ending, snapshot.Reason);
            recent.Ended(job, end.Code);
            Append("job.exited", JobState.Exited, snapshot.Reason, end.Code);
        }
        else if (happened == ProcessEvent.RunStarted && !job.IsRecovering)
        {
            Append("job.started", JobState.Running, null, null);
        }
        else if (happened == ProcessEvent.Stopping)
        {
            Append("job.cancelling", JobState.Cancelling, job.Ending == JobReason.Timeout ? "its time was over" : null, null);
        }
    }

    private void Append(string type, JobState state, string? reason, int? exitCode) =>
        events.Append(type, state: state.ToString().ToLowerInvariant(), reason: reason, exitCode: exitCode, jobId: job.Name);
}
