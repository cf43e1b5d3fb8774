using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Ports;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>The end of sessions: one by one, or the old ones together.</summary>
internal sealed class SessionRemoval(
    ProcessSupervisor supervisor, SessionRegistry registry, SessionStore store, SessionStopping stopping, PortAllocator ports, EventLog events, TimeProvider time)
{
    private static readonly StopPolicy AtOnce = new(SignalNames.TryParse("KILL", out var kill) ? kill : 9, TimeSpan.Zero);

    /// <summary>Removes an ended session with all its files; an active one only by force, which kills it.</summary>
    public async Task<Result<SessionActed>> RemoveAsync(KnownSession session, bool force)
    {
        Error? refused = null;
        var isThere = await session.WhileThereAsync(async () => refused = await EndAsync(session, force));
        return !isThere ? Refusal.Of(ErrorCodes.SessionNotFound, $"{session.Label ?? session.Name} was removed meanwhile.", ("id", session.Name))
            : refused is not null ? refused
            : new SessionActed { Id = session.Name };
    }

    private async Task<Error?> EndAsync(KnownSession session, bool force)
    {
        if (session.HasProcesses && !force)
        {
            var why = session.IsActive ? $"is {StateText.Of(session.State)}" : "has ended, but something that it started still runs";
            return Refusal.Of(
                ErrorCodes.SessionActive,
                $"{session.Label ?? session.Name} {why}: stop it first, or remove it by force.",
                ("id", session.Name), ("state", StateText.Of(session.State)));
        }

        if (session.HasProcesses && await stopping.StopAsync(session, AtOnce) is { } stopped)
        {
            await stopped;
            if (session.IsActive)
            {
                return new Error(ErrorCodes.SessionStopIncomplete, $"{session.Label ?? session.Name} could not be ended: {session.Snapshot.Reason}.");
            }
        }

        session.Removed = true;
        if (session.Watch is { } watch)
        {
            await watch.DisarmAsync();
        }

        if (store.Delete(session.Id).Error is { } kept)
        {
            session.Removed = false;
            return kept;
        }

        registry.Remove(session);
        foreach (var port in session.Plan.Ports.Values)
        {
            ports.Return(port);
        }

        await supervisor.RemoveAsync(session.Process);
        events.Append("session.removed", session.Name, session.Label);
        session.Changed.Pulse();
        return null;
    }

    /// <summary>Removes ended sessions, oldest first.</summary>
    public async Task<Result<PruneResult>> PruneAsync(PruneRequest? request)
    {
        var age = TimeSpan.Zero;
        if (request?.OlderThan is { } olderThan && !Duration.TryParse(olderThan, out age))
        {
            return SpecRules.Invalid("older_than", $"is a duration such as 24h or 7d, not \"{olderThan}\"");
        }

        if (SpecRules.Range("keep", request?.Keep, 0, int.MaxValue) is { } wrong)
        {
            return wrong;
        }

        var before = time.GetUtcNow() - age;
        var ended = registry.All.Where(session => session.IsOver).OrderByDescending(session => session.LastStoppedAt ?? session.CreatedAt);
        var removed = new List<string>();
        long freed = 0;
        foreach (var session in ended.Skip(request?.Keep ?? 0).Where(session => (session.LastStoppedAt ?? session.CreatedAt) <= before))
        {
            var bytes = BytesOnDisk(session.Log.Directory);
            if ((await RemoveAsync(session, force: false)).IsSuccess)
            {
                removed.Add(session.Name);
                freed += bytes;
            }
        }

        return new PruneResult(removed, freed);
    }

    // Not what the session has printed in its life: retention has freed most of a long one before.
    private static long BytesOnDisk(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Exists ? file.Length : 0);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else has freed it.
            return 0;
        }
    }
}
