using Drover.Contracts.Errors;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Features.Sessions.Limits;
using Drover.Daemon.Ports;
using Drover.Daemon.Processes;
using Drover.Supervision.Identity;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Sessions;

/// <summary>Puts a session together: its process, its observer, its watch, its row, its place in the registry.</summary>
internal sealed class SessionFactory(
    ProcessSupervisor supervisor,
    SessionRegistry registry,
    SessionStore store,
    SessionJournal journal,
    SessionLauncher launcher,
    RunHealth health,
    SessionCgroups cgroups,
    PortAllocator ports,
    EventLog events,
    SessionsOptions options,
    TimeProvider time,
    ILogger<SessionWatch> watchLogger)
{
    /// <summary>Makes a new session known and durable. It is not started yet; when this fails nothing of it is left.</summary>
    public async Task<Result<KnownSession>> CreateAsync(SessionBlueprint blueprint)
    {
        var session = new KnownSession(Guid.NewGuid(), blueprint.Plan, time.GetUtcNow(), new RunClock(time, BootClock.System));
        session.Process = supervisor.Create(session.Id, launcher.PlanFor(session, blueprint), ObserverOf(session));
        session.Told = session.Snapshot;
        Error? error;
        try
        {
            error = registry.Add(session, active: true) ?? await WatchAsync(session, allowMissing: false) ?? store.Save(session.ToStored()).Error;
        }
        catch
        {
            await UndoAsync(session, blueprint);
            throw;
        }

        if (error is not null)
        {
            await UndoAsync(session, blueprint);
            return error;
        }

        foreach (var older in registry.All.Where(other => other != session && other.Label is not null && other.Label == session.Label && other.IsRevivable))
        {
            await older.Watch!.DisarmAsync();
            older.Log.AppendSystem(older.Snapshot.RunNumber, $"changes of its files do not start it any more: session {session.Name} has its label now");
            older.Changed.Pulse();
        }

        return session;
    }

    /// <summary>Takes a session over from an earlier daemon.</summary>
    public async Task<KnownSession> RecoverAsync(StoredSession stored)
    {
        var session = new KnownSession(stored.Id, stored.Plan, stored.CreatedAt, new RunClock(time, BootClock.System))
        {
            Changes = stored.Changes,
            LastStoppedAt = stored.LastStoppedAt,
            Health = stored.Health,
        };
        foreach (var port in stored.Plan.Ports.Values)
        {
            ports.Keep(port);
        }

        session.Process = await supervisor.RecoverAsync(
            new RecoveredProcess(stored.Id, stored.Snapshot),
            launcher.PlanFor(session, blueprint: null),
            ObserverOf(session));
        if (registry.Add(session, session.IsActive) is not null)
        {
            registry.Add(session, active: false);
        }

        if (!session.Snapshot.StopWanted && await WatchAsync(session, allowMissing: true) is { } unwatched)
        {
            session.Note = unwatched.Message;
            session.Log.AppendSystem(session.Snapshot.RunNumber, unwatched.Message);
        }

        if (session.Snapshot.State == ProcessState.Running)
        {
            health.RunStarted(session, session.Snapshot);
        }

        return session;
    }

    private SessionObserver ObserverOf(KnownSession session) => new(session, registry, journal, events, health, cgroups);

    /// <summary>Begins to watch the files of a session that has some to watch.</summary>
    public async Task<Error?> WatchAsync(KnownSession session, bool allowMissing)
    {
        if (session.Plan.Spec.Watch is not { Count: > 0 })
        {
            return null;
        }

        session.Watch = new SessionWatch(session, supervisor.Watcher, options, registry, journal, events, time, watchLogger);
        return await session.Watch.ArmAsync(allowMissing);
    }

    private async Task UndoAsync(KnownSession session, SessionBlueprint blueprint)
    {
        session.Removed = true;
        registry.Remove(session);
        if (session.Watch is { } watch)
        {
            await watch.DisarmAsync();
        }

        blueprint.ReleasePorts();
        foreach (var port in session.Plan.Ports.Values)
        {
            ports.Return(port);
        }

        await supervisor.RemoveAsync(session.Process);
    }
}
