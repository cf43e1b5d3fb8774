using System.Text.Json;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Lifecycle;
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
    private const int AtOnce = 8;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var loaded = store.Load();
        if (loaded.Error is { } error)
        {
            StoreUnreadable(error.Message);
        }

        var stored = loaded.IsSuccess ? loaded.Value.OfType<StoredSession>().ToList() : [];
        var lost = Unknown(stored.Select(session => session.Id).ToHashSet());
        facts.Warn([.. lost.Select(session => $"Session {session.Id} was not in the database and is known again from its running process.")]);
        if (loaded.IsSuccess && loaded.Value.Count > stored.Count)
        {
            facts.Warn([$"{loaded.Value.Count - stored.Count} sessions in the database could not be understood and are left out."]);
        }

        await Parallel.ForEachAsync(
            stored.Concat(lost),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (session, _) => await TryAsync(session.Id, () => RecoverAsync(session)));

        supervisor.FinishLeftovers();

        // Only now: whom they depend on has to be known first.
        foreach (var session in registry.All.Reverse().Where(session => session.Snapshot is { State: ProcessState.Starting, RunNumber: 0, StopWanted: false } or { IsHeld: true }))
        {
            await TryAsync(session.Id, () => StartAsync(session));
        }
    }

    // One session that cannot be recovered must not keep the daemon from starting for the others.
    private async Task TryAsync(Guid session, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            NotRecovered(session, failure);
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

    private List<StoredSession> Unknown(HashSet<Guid> known)
    {
        var found = new List<StoredSession>();
        foreach (var directory in RunDirectory.All(supervisor.RunsRoot))
        {
            try
            {
                if (RunRecord.Read(directory) is { Payload: { } payload } record && known.Add(record.SessionId) && Rebuild(record, payload) is { } session)
                {
                    found.Add(session);
                }
            }
            catch (IOException unreadable)
            {
                RunUnreadable(directory.Path, unreadable.Message);
            }
        }

        return found;
    }

    private StoredSession? Rebuild(RunRecord record, string payload)
    {
        try
        {
            var kept = SessionPayload.Parse(payload);
            return new StoredSession
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
            // Somebody else's run, e.g. a job's.
            NotASession(record.RunId, notOurs.Message);
            return null;
        }
    }

    [LoggerMessage(2030, LogLevel.Error, "The sessions in the database cannot be read: {Reason}")]
    private partial void StoreUnreadable(string reason);

    [LoggerMessage(2031, LogLevel.Error, "Session {Session} could not be recovered")]
    private partial void NotRecovered(Guid session, Exception failure);

    [LoggerMessage(2033, LogLevel.Warning, "The record of the run in {Path} cannot be read: {Reason}")]
    private partial void RunUnreadable(string path, string reason);

    [LoggerMessage(2032, LogLevel.Debug, "Run {Run} is no session's: {Reason}")]
    private partial void NotASession(Guid run, string reason);
}
