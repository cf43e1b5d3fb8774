using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Waiting;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// Holds the first start of a session back until those it depends on are there: ready where they have a readiness probe, else running. The
/// waiting is outside of the owner loop, so that the session can be stopped, restarted or removed meanwhile.
/// </summary>
internal sealed partial class SessionDependencies(SessionRegistry registry, ILogger<SessionDependencies> logger)
{
    public Result<IReadOnlyList<KnownSession>> Resolve(SessionSpec spec)
    {
        var others = new List<KnownSession>();
        foreach (var name in spec.DependsOn ?? [])
        {
            var found = registry.Find(name);
            if (!found.IsSuccess)
            {
                return Failed(name, found.Error!.Message);
            }

            if (!found.Value.IsActive)
            {
                return Failed(name, $"{name} is {StateText.Of(found.Value.State)}.");
            }

            others.Add(found.Value);
        }

        return others;
    }

    /// <summary>Starts a session now, or as soon as the others are there.</summary>
    public async Task StartAsync(KnownSession session, IReadOnlyList<KnownSession> others, Func<Task> start)
    {
        var missing = others.Where(other => Look(other) is not { Outcome: WaitOutcome.Ready }).ToList();
        if (missing.Count == 0)
        {
            await start();
            return;
        }

        session.Note = $"waits for {string.Join(", ", missing.Select(NameOf))}";
        session.Log.AppendSystem(0, session.Note);
        var forget = new CancellationTokenSource();
        session.WaitsForOthers = forget;
        _ = Task.Run(() => StartLaterAsync(session, missing, start, forget.Token), CancellationToken.None);
    }

    /// <summary>Somebody else decides now what becomes of the session.</summary>
    public static void Forget(KnownSession session)
    {
        if (session.WaitsForOthers is { } waits)
        {
            session.WaitsForOthers = null;
            session.Note = null;
            waits.Cancel();
            waits.Dispose();
        }
    }

    private async Task StartLaterAsync(KnownSession session, IReadOnlyList<KnownSession> others, Func<Task> start, CancellationToken forget)
    {
        try
        {
            foreach (var other in others)
            {
                var verdict = await BecomesAsync(other, forget);
                if (verdict.Outcome != WaitOutcome.Ready)
                {
                    session.RefuseStart = $"it depends on {NameOf(other)}, which {verdict.Reason}";
                    break;
                }
            }

            forget.ThrowIfCancellationRequested();
            session.Note = null;
            session.WaitsForOthers = null;
            if (!session.Snapshot.StopWanted)
            {
                await start();
            }
        }
        catch (OperationCanceledException) when (forget.IsCancellationRequested)
        {
            // Stopped, restarted or removed meanwhile.
        }
        catch (Exception failure)
        {
            StartFailed(session.Id, failure);
        }
    }

    private static async Task<WaitVerdict> BecomesAsync(KnownSession other, CancellationToken forget)
    {
        while (true)
        {
            var changed = other.Changed.Next;
            if (other.Removed)
            {
                return new WaitVerdict(WaitOutcome.Failed, "was removed");
            }

            // A session that will be started again by its policy may still get there.
            if (Look(other) is { } verdict && (verdict.Outcome == WaitOutcome.Ready || !other.IsActive))
            {
                return verdict;
            }

            await changed.WaitAsync(forget);
        }
    }

    private static WaitVerdict? Look(KnownSession other) =>
        new Judge(WaitFor.Ready, Math.Max(1, other.Snapshot.RunNumber), other.Plan.Spec.Ready is not null).Look(other.Snapshot, other.Health);

    private static string NameOf(KnownSession session) => session.Label ?? session.Name;

    private static Error Failed(string name, string why) =>
        Refusal.Of(ErrorCodes.SessionDependencyFailed, $"depends_on names {name}: {why}", ("field", "depends_on"), ("session", name));

    [LoggerMessage(2020, LogLevel.Error, "Session {Session} could not be started after those it depends on")]
    private partial void StartFailed(Guid session, Exception failure);
}
