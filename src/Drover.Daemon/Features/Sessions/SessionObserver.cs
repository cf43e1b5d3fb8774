using Drover.Daemon.Features.Events;
using Drover.Daemon.Features.Sessions.Limits;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// Follows one session's process: stores each change before the next one is made, tells it as an event, and starts and ends what lives as
/// long as a run does.
/// </summary>
internal sealed class SessionObserver(
    KnownSession session, SessionRegistry registry, SessionJournal journal, EventLog events, RunHealth health, SessionCgroups cgroups) : IProcessObserver
{
    public ValueTask OnChangedAsync(SupervisedProcess process, ProcessSnapshot snapshot, ProcessEvent happened)
    {
        // During recovery the first changes come before the caller has the handle.
        session.Process = process;
        if (happened == ProcessEvent.RunStarted)
        {
            // Whoever waits for the process may act on it at once; only ends and starts must be stored before they are told.
            Publish(snapshot);
        }

        try
        {
            Follow(snapshot, happened);
        }
        finally
        {
            Publish(snapshot);
        }

        if (happened == ProcessEvent.RunStarted && snapshot.State == ProcessState.Running)
        {
            health.RunStarted(session, snapshot);
        }

        return ValueTask.CompletedTask;
    }

    private void Publish(ProcessSnapshot snapshot)
    {
        session.Told = snapshot;
        session.Changed.Pulse();
    }

    private void Follow(ProcessSnapshot snapshot, ProcessEvent happened)
    {
        switch (happened)
        {
            case ProcessEvent.RunStarting:
                session.Clock.Begin(snapshot);
                RunHealth.RunStarting(session, snapshot);
                session.LastPorts = [];
                break;
            case ProcessEvent.Held:
                RunHealth.RunStarting(session, snapshot);
                break;
            case ProcessEvent.Stopping:
                health.RunEnds(session);
                break;
            case ProcessEvent.RunEnded:
                health.RunEnds(session);
                session.LastStoppedAt = snapshot.EndedAt;
                TellLimits();
                break;
        }

        if (!snapshot.State.IsActive())
        {
            registry.ReleaseLabel(session);
        }

        // The holder's id alone is not worth a write before the answer: the run directory knows it, too.
        if (happened != ProcessEvent.Changed || snapshot.State != ProcessState.Starting)
        {
            journal.Write(session);
        }

        Tell(snapshot, happened);
    }

    private void TellLimits()
    {
        if (session.Plan.Spec.Limits is { } limits && cgroups.Finish(session.Id, limits) is { } reached)
        {
            session.Note = reached;
            session.Log.AppendSystem(session.Snapshot.RunNumber, reached);
        }
    }

    private void Tell(ProcessSnapshot snapshot, ProcessEvent happened)
    {
        var type = happened switch
        {
            ProcessEvent.RunStarting or ProcessEvent.Held => "session.starting",
            ProcessEvent.RunStarted when snapshot.State == ProcessState.Running => "session.running",
            ProcessEvent.Stopping => "session.stopping",
            ProcessEvent.RunEnded => snapshot.State switch
            {
                ProcessState.Failed => "session.failed",
                ProcessState.Lost => "session.lost",
                ProcessState.Backoff => "session.backoff",

                // The end of a stop is told when nothing of the session is left; of a restart, the next start is.
                ProcessState.Stopping => null,
                _ => "session.exited",
            },
            ProcessEvent.Stopped => "session.stopped",
            ProcessEvent.OutputEnded => "session.output_ended",
            ProcessEvent.Degraded => "log.degraded",
            ProcessEvent.Recovered => "log.recovered",
            _ => null,
        };
        if (type is not null)
        {
            events.Append(
                type,
                session.Name,
                session.Label,
                snapshot.RunNumber,
                StateText.Of(session.State),
                happened == ProcessEvent.Stopping ? null : happened == ProcessEvent.Degraded ? "the log cannot be written: what the program prints waits and is not lost" : snapshot.Reason,
                happened is ProcessEvent.RunEnded or ProcessEvent.Stopped ? (snapshot.Exit as ProcessExit.Exited)?.Code : null);
        }
    }
}
