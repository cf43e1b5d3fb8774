using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Waiting;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// Holds the start of a session back until those it depends on are as they should be: ready, unless it asks for something else. The waiting
/// is outside of the owner loop, so that the session can be stopped, restarted or removed meanwhile.
/// </summary>
internal sealed partial class SessionDependencies(SessionRegistry registry, ILogger<SessionDependencies> logger)
{
    /// <summary>
    /// Finds them. Whoever starts one session is told at once of another that has ended; within a project the session is made all the same, and
    /// fails with the reason, whether the other one ended a moment before or after.
    /// </summary>
    public Result<IReadOnlyList<NeededSession>> Resolve(SessionSpec spec)
    {
        var others = new List<NeededSession>();
        foreach (var (name, condition) in spec.DependsOn ?? [])
        {
            var found = registry.Find(name);
            if (!found.IsSuccess)
            {
                return Failed(name, found.Error!.Message);
            }

            var needed = new NeededSession(found.Value, condition);
            if (spec.Project is null && !found.Value.IsActive && needed.Look() is not { Outcome: WaitOutcome.Ready })
            {
                return Failed(name, $"{name} is {StateText.Of(found.Value.State)}.");
            }

            others.Add(needed);
        }

        return others;
    }

    /// <summary>Starts a session now, or as soon as the others are there; not at all when somebody has stopped it meanwhile.</summary>
    /// <param name="session">The session.</param>
    /// <param name="others">What it depends on.</param>
    /// <param name="stops">How often it had been stopped when the start was asked for.</param>
    /// <param name="begin">Starts it.</param>
    public async Task StartAsync(KnownSession session, IReadOnlyList<NeededSession> others, int stops, Func<Task> begin)
    {
        Task StartAsync() => session.WhileThereAsync(() => session.Stops == stops ? begin() : Task.CompletedTask);
        var missing = others.Where(other => other.Look() is not { Outcome: WaitOutcome.Ready }).ToList();
        if (missing.Count == 0)
        {
            await StartAsync();
            return;
        }

        await session.WhileThereAsync(async () =>
        {
            if (session.Stops != stops)
            {
                return;
            }

            session.Note = $"waits for {string.Join(", ", missing.Select(other => other.Wish))}";
            session.Log.AppendSystem(session.Snapshot.RunNumber, session.Note);
            var forget = new CancellationTokenSource();
            session.WaitsForOthers = forget;
            await session.Process.HoldAsync();
            _ = Task.Run(() => StartLaterAsync(session, missing, StartAsync, forget), CancellationToken.None);
        });
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

    private async Task StartLaterAsync(KnownSession session, IReadOnlyList<NeededSession> others, Func<Task> start, CancellationTokenSource waits)
    {
        var forget = waits.Token;
        try
        {
            foreach (var other in others)
            {
                var verdict = await BecomesAsync(other, forget);
                if (verdict.Outcome != WaitOutcome.Ready)
                {
                    session.RefuseStart = $"it depends on {other.Name}, which {verdict.Reason}";
                    break;
                }
            }

            forget.ThrowIfCancellationRequested();
            session.Note = null;
            if (!session.Snapshot.StopWanted)
            {
                await start();
            }

            // Only now: until the start was accepted, those that depend on this one must not take its last run for the one to come.
            if (session.WaitsForOthers == waits)
            {
                session.WaitsForOthers = null;
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

    private static async Task<WaitVerdict> BecomesAsync(NeededSession needed, CancellationToken forget)
    {
        var other = needed.Session;
        while (true)
        {
            var changed = other.Changed.Next;
            if (other.Removed)
            {
                return new WaitVerdict(WaitOutcome.Failed, "was removed");
            }

            // A session that will be started again by its policy may still get there.
            if (needed.Look() is { } verdict && (verdict.Outcome == WaitOutcome.Ready || !other.IsActive))
            {
                return verdict;
            }

            await changed.WaitAsync(forget);
        }
    }

    private static Error Failed(string name, string why) =>
        Refusal.Of(ErrorCodes.SessionDependencyFailed, $"depends_on names {name}: {why}", ("field", "depends_on"), ("session", name));

    [LoggerMessage(2020, LogLevel.Error, "Session {Session} could not be started after those it depends on")]
    private partial void StartFailed(Guid session, Exception failure);
}
