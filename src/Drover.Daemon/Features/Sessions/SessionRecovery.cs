using System.Text.Json;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Lifecycle;
using Drover.Daemon.Processes;
using Drover.Supervision.Spawn;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// Takes over what earlier daemons left: sessions of the store, and those that only their run directories still know because the database was
/// lost. Runs that live are adopted, ends that nobody saw are evaluated, stops and restarts that were under way are finished.
/// </summary>
internal sealed partial class SessionRecovery(
    ProcessSupervisor supervisor,
    SessionRegistry registry,
    SessionStore store,
    SessionFactory factory,
    SessionDependencies dependencies,
    EventLog events,
    DaemonFacts facts,
    ILogger<SessionRecovery> logger)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var loaded = store.Load();
        if (loaded.Error is { } error)
        {
            StoreUnreadable(error.Message);
        }

        var stored = loaded.IsSuccess ? loaded.Value.OfType<StoredSession>().ToList() : [];
        var known = stored.Select(session => session.Id).ToHashSet();
        var lost = supervisor.ReadRecords().Where(run => run.Payload is not null && known.Add(run.SessionId)).Select(Rebuild).OfType<StoredSession>().ToList();
        facts.Warn([.. lost.Select(session => $"Session {session.Id} was not in the database and is known again from its running process.")]);
        if (loaded.IsSuccess && loaded.Value.Count > stored.Count)
        {
            facts.Warn([$"{loaded.Value.Count - stored.Count} sessions in the database could not be understood and are left out."]);
        }

        await Recovering.EachAsync(stored.Concat(lost), RecoverAsync, (session, failure) => NotRecovered(session.Id, failure), cancellation);

        supervisor.FinishLeftovers();

        // Only now: whom they depend on has to be known first.
        foreach (var session in registry.All.Reverse().Where(session => session.Snapshot is { State: ProcessState.Starting, RunNumber: 0, StopWanted: false } or { IsHeld: true }))
        {
            await Recovering.TryAsync(session, StartAsync, (one, failure) => NotRecovered(one.Id, failure));
        }
    }

    private async Task RecoverAsync(StoredSession stored)
    {
        var session = await factory.RecoverAsync(stored);
        facts.Warn(session.Log.Warnings);
        if (session.Snapshot.State == ProcessState.Running)
        {
            events.Append("session.adopted", session.Name, session.Label, session.Snapshot.RunNumber, StateText.Of(session.State));
        }
    }

    // Stored, but the daemon ended before it was spawned, perhaps while it waited for others.
    private async Task StartAsync(KnownSession session)
    {
        var others = dependencies.Resolve(session.Plan.Spec);
        if (!others.IsSuccess)
        {
            session.RefuseStart = others.Error!.Message;
        }

        await dependencies.StartAsync(session, others.IsSuccess ? others.Value : [], stops: 0, () => session.Process.StartAsync(RunTrigger.Start));
    }

    private StoredSession? Rebuild(RunRecord record)
    {
        try
        {
            var kept = SessionPayload.Parse(record.Payload!);
            return new StoredSession
            {
                Id = record.SessionId,
                CreatedAt = kept.CreatedAt,
                Plan = kept.Plan(),
                Snapshot = ProcessSnapshot.Of(record),
            };
        }
        catch (JsonException notOurs)
        {
            // Somebody else's run, e.g. a job's.
            NotASession(record.RunId, notOurs.Message);
            return null;
        }
    }

    [LoggerMessage(2030, LogLevel.Error, "The sessions in the database cannot be read: {Reason}")]
    private partial void StoreUnreadable(string reason);

    [LoggerMessage(2031, LogLevel.Error, "Session {Session} could not be recovered")]
    private partial void NotRecovered(Guid session, Exception failure);

    [LoggerMessage(2032, LogLevel.Debug, "Run {Run} is no session's: {Reason}")]
    private partial void NotASession(Guid run, string reason);
}
